import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Certificate } from '../../src/certificate/certificate.ts'
import type { OfficialJournalNotice } from '../../src/trust-list/notices.ts'
import { JOURNAL } from '../sources/lists/list-world.ts'
import {
  certificateId,
  extension,
  identity,
  LIST_OF_LISTS,
  pointer,
  type SchemePlan,
  type StatePlan,
  scheme,
  service,
} from '../trust-list/list-content.ts'
import { type ListSigner, listSigner, writeList } from '../trust-list/list-writer.ts'
import { issue, type Party, party, x509 } from './authorities.ts'

/** Lists of two territories in a folder, whose services stand for certificates that TLS can be tried with. */

export const signers = { lotl: listSigner(), XX: listSigner(), YY: listSigner(), stranger: listSigner() }

const SERVICE_INFORMATION = 'http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt'

export function purpose(word: string): string {
  const uri = `<URI xml:lang="en">${SERVICE_INFORMATION}/${word}</URI>`
  return extension(`<AdditionalServiceInformation>${uri}</AdditionalServiceInformation>`)
}

/** A service for websites that is granted, unless told otherwise. */
export function websiteService(
  certificates: readonly Uint8Array[],
  plan: StatePlan = {},
  history: readonly StatePlan[] = [],
): string {
  const own = identity(...certificates.map(certificateId))
  return service({ identity: own, extensions: purpose('ForWebSiteAuthentication'), ...plan }, history)
}

export function provider(name: string, ...services: readonly string[]): string {
  const escaped = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return (
    `<TrustServiceProvider><TSPInformation><TSPName><Name xml:lang="en">${escaped}</Name></TSPName>` +
    '<TSPTradeName><Name xml:lang="en">VATXX-1</Name></TSPTradeName></TSPInformation>' +
    `<TSPServices>${services.join('')}</TSPServices></TrustServiceProvider>`
  )
}

export interface ListPlan extends SchemePlan {
  readonly providers?: readonly string[]
  readonly signer?: ListSigner
}

/** What stands in the folder. A territory without a plan has no file. */
export interface WorldPlan {
  readonly lotl?: SchemePlan
  readonly XX?: ListPlan
  readonly YY?: ListPlan
}

/** The lists as they are published. */
export interface PublishedLists {
  readonly notice: OfficialJournalNotice
  readonly lotl: Uint8Array
  readonly lists: Readonly<Record<string, Uint8Array>>
}

export function publishLists({ lotl = {}, ...plans }: WorldPlan): PublishedLists {
  const pointers = [
    pointer({ type: LIST_OF_LISTS, territory: 'EU', signers: [signers.lotl] }),
    pointer({ territory: 'XX', signers: [signers.XX] }),
    pointer({ territory: 'YY', signers: [signers.YY] }),
  ].join('')
  const content = scheme({ type: LIST_OF_LISTS, territory: 'EU', uris: [JOURNAL], ...lotl, pointers })
  const lists = (['XX', 'YY'] as const).flatMap(territory => {
    const plan = plans[territory]
    return plan ? [[territory, nationalList(territory, plan)] as const] : []
  })
  return {
    notice: { id: 'test', locations: [JOURNAL], certificates: [signers.lotl.sha256] },
    lotl: writeList({ content, signer: signers.lotl }),
    lists: Object.fromEntries(lists),
  }
}

/** Writes the lists into a folder, and says by which words a command reads them. */
export function writeLists(folder: string, plan: WorldPlan): readonly string[] {
  const { notice, lotl, lists } = publishLists(plan)
  const at = (...names: readonly string[]) => join(folder, ...names)
  rmSync(at('lists'), { recursive: true, force: true })
  mkdirSync(at('lists'), { recursive: true })
  writeFileSync(at('lotl.xml'), lotl)
  writeFileSync(at('notice.json'), JSON.stringify(notice))
  for (const [territory, bytes] of Object.entries(lists))
    writeFileSync(at('lists', `${territory}.xml`), bytes)
  return ['--lotl', at('lotl.xml'), '--lists', at('lists'), '--anchor', at('notice.json')]
}

function nationalList(territory: 'XX' | 'YY', { providers = [], signer, ...plan }: ListPlan): Uint8Array {
  const all = `<TrustServiceProviderList>${providers.join('')}</TrustServiceProviderList>`
  const content = scheme({ territory, ...plan }) + (providers.length === 0 ? '' : all)
  return writeList({ content, signer: signer ?? signers[territory] })
}

/** TLS judges by the clock, so what is sound is so for as long as UTCTime reaches. */
const SOUND = { notBefore: '2020-01-01', notAfter: '2049-01-01' }

export interface Identity {
  /** PEM: the certificate, then what is sent with it. */
  readonly cert: string
  /** PEM, PKCS #8. */
  readonly key: string
}

/** An authority: a name, a key, and the certificate of itself, its own or that of whoever is above it. */
export interface ExportAuthority extends Party {
  readonly certificate: Certificate
}

/** @param period By which dates it is valid. */
export async function authority(name: string, above?: Party, period = SOUND): Promise<ExportAuthority> {
  const own = await party(name)
  const identifier = await x509.SubjectKeyIdentifierExtension.create(own.keys.publicKey)
  const options = { ca: true, keyUsage: CA_USAGE, extensions: [identifier], ...period }
  return { ...own, certificate: await issue(above ?? own, own, options) }
}

const CA_USAGE = x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign

/**
 * A client or a server below an authority, with what it sends along.
 *
 * @param identifier Whether it names the key of its issuer: `none` leaves only the name to find that by.
 */
export async function holder(
  issuer: Party,
  along: readonly Certificate[] = [],
  identifier: 'issuer-key' | 'none' = 'none',
): Promise<Identity> {
  const own = await party('holder')
  const extensions: x509.Extension[] = [
    new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']),
    new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }]),
  ]
  if (identifier === 'issuer-key')
    extensions.push(await x509.AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey))
  const certificate = await issue(issuer, own, { extensions, ...SOUND })
  return {
    cert: [certificate, ...along].map(each => pemText('CERTIFICATE', each.bytes)).join(''),
    key: pemText('PRIVATE KEY', new Uint8Array(await crypto.subtle.exportKey('pkcs8', own.keys.privateKey))),
  }
}

/** Written apart from what is tested. */
function pemText(label: string, octets: Uint8Array): string {
  const lines = Buffer.from(octets)
    .toString('base64')
    .replace(/(.{64})(?=.)/g, '$1\n')
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`
}
