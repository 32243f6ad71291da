import { describe, expect, test } from 'vitest'
import { instant, instantFromMilliseconds } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import type { Profile } from '../../src/path/profile/profile.ts'
import { type CertificateRequest, validateCertificate } from '../../src/path.ts'
import {
  authority,
  type Certified,
  CLIENT,
  dns,
  excluded,
  ID,
  ip,
  leaf,
  MAIL,
  mail,
  named,
  names,
  permitted,
  purposes,
  SERVER,
  someone,
} from '../support/certified.ts'
import { bits, boolean, integer, sequence, tlv, utcTime } from '../support/der-writer.ts'

const at = instant('2026-06-01T00:00:00Z')
const crypto = nodeCrypto()
const root = someone('Root')
const middle = someone('Middle')
const holder = someone('www.example.com')
const empty = { ...someone('nobody'), name: sequence() }
const HOST = { expectedName: { form: 'dns', text: 'www.example.com' } } as const
const SAYS = (id: string, value: NonNullable<Certified['extensions']>[string]) => ({
  extensions: { [id]: value },
})
const ANY = '2.5.29.37.0'
const CODE = '1.3.6.1.5.5.7.3.3'
const TIME = '1.3.6.1.5.5.7.3.8'
const OCSP = '1.3.6.1.5.5.7.3.9'
const PRECERTIFICATE = '1.3.6.1.4.1.11129.2.4.4'

async function accepts(profile: Profile, asked: Partial<CertificateRequest>): Promise<boolean> {
  const certificate = asked.certificate ?? leaf(root, holder)
  const request = { certificate, anchors: [authority(root, root)], crypto, at, profile, ...asked }
  return (await validateCertificate({ purpose: 'server', ...HOST, ...request })).outcome === 'valid'
}

/** Whether a chain is accepted under `rfc5280` and under `webpki`. */
type Row = readonly [what: string, asked: Partial<CertificateRequest>, rfc5280: boolean, webpki: boolean]

function table(rows: readonly Row[]) {
  return rows.map(([what, asked, rfc5280, webpki]) => ({ what, asked, expected: { rfc5280, webpki } }))
}

async function expectRow({ asked, expected }: ReturnType<typeof table>[number]): Promise<void> {
  expect({ rfc5280: await accepts('rfc5280', asked), webpki: await accepts('webpki', asked) }).toEqual(
    expected,
  )
}

const ended = (said: Certified): Partial<CertificateRequest> => ({ certificate: leaf(root, holder, said) })
const rooted = (said: Certified): Partial<CertificateRequest> => ({ anchors: [authority(root, root, said)] })
const below = (said: Certified): Partial<CertificateRequest> => ({
  certificate: leaf(middle, holder),
  intermediates: [authority(root, middle, said)],
})
const used = (...ids: readonly string[]) => ended(SAYS(ID.purposes, purposes(...ids)))

describe('what a certificate is for', () => {
  test.each(
    table([
      ['websites', used(SERVER), true, true],
      ['websites and clients', used(SERVER, CLIENT), true, true],
      ['clients', used(CLIENT), false, false],
      ['any purpose, too', used(SERVER, ANY), true, false],
      ['any purpose', used(ANY), true, false],
      ['code, too', used(SERVER, CODE), true, false],
      ['e-mail, too', used(SERVER, MAIL), true, false],
      ['time stamps, too', used(SERVER, TIME), true, false],
      ['statuses, too', used(SERVER, OCSP), true, false],
      ['precertificates, too', used(SERVER, PRECERTIFICATE), true, false],
      ['precertificates', used(PRECERTIFICATE), false, false],
      ['websites, critically', ended(SAYS(ID.purposes, [purposes(SERVER), 'critical'])), true, false],
      ['nothing that is told', ended(SAYS(ID.purposes, undefined)), true, false],
      ['websites, by the root', rooted(SAYS(ID.purposes, purposes(SERVER))), true, false],
      ['no usage at all', ended(SAYS(ID.keyUsage, bits(0, ''))), false, false],
    ]),
  )('$what', expectRow)
})

describe('whose it is', () => {
  test.each(
    table([
      [
        'nobody, and named by a critical extension',
        { certificate: leaf(root, empty, SAYS(ID.names, [names(dns('www.example.com')), 'critical'])) },
        true,
        true,
      ],
      ['nobody, and named by one that is not critical', { certificate: leaf(root, empty) }, false, false],
      [
        'somebody who is named by a critical extension',
        ended(SAYS(ID.names, [names(dns('www.example.com')), 'critical'])),
        true,
        false,
      ],
      ['somebody without other names', ended(SAYS(ID.names, undefined)), false, false],
      [
        'somebody without other names, where none is asked for',
        { ...ended(SAYS(ID.names, undefined)), expectedName: undefined } as never,
        true,
        false,
      ],
      ['an authority', ended(SAYS(ID.basic, sequence(boolean(true)))), true, false],
      [
        'an issuer without a name',
        { certificate: leaf({ ...root, name: sequence() }, holder) },
        false,
        false,
      ],
      [
        'a root without a name',
        { certificate: leaf(empty, holder), anchors: [authority(empty, empty)] },
        false,
        false,
      ],
      ['of version 1', ended({ parts: { version: new Uint8Array(0), extensions: [] } }), false, false],
    ]),
  )('$what', expectRow)

  test.each([
    ['www.example.com', dns('www.example.com'), true],
    ['WWW.example.com', dns('www.example.com'), false],
    ['Example', dns('www.example.com'), false],
    ['0xC0A80101', ip('c0a80101'), false],
    ['192.168.001.001', ip('c0a80101'), false],
    ['192.168.1.1', ip('c0a80101'), true],
    ['2001:DB8::8A2E:370:7334', ip('20010db80000000000008a2e03707334'), false],
    ['2001:db8::8a2e:370:7334', ip('20010db80000000000008a2e03707334'), true],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', ip('20010db8000000000000000000000001'), false],
    ['2001:db8:0:0:1:0:0:1', ip('20010db8000000000001000000000001'), false],
    ['2001:db8::1:0:0:1', ip('20010db8000000000001000000000001'), true],
    ['test-測試.com', dns('xn--test--wg5h0h.com'), false],
    ['*.example.com', dns('*.example.com'), true],
  ])('the common name %s is listed: %#', async (commonName, name, isListed) => {
    const certificate = leaf(root, someone(commonName), SAYS(ID.names, names(name)))
    const asked = { certificate, anchors: [authority(root, root)], crypto, at, profile: 'webpki' } as const
    const { outcome } = await validateCertificate({ ...asked, commonNames: 'listed' })
    expect(outcome === 'valid').toBe(isListed)
  })
})

describe('authorities', () => {
  const own = someone('www.example.com')
  const dated = (from: string, to: string) => ({ parts: { validity: sequence(utcTime(from), utcTime(to)) } })
  test.each(
    table([
      ['that do not say what their key is for', below(SAYS(ID.keyUsage, undefined)), true, false],
      [
        'that are not critical about it',
        below(SAYS(ID.basic, [sequence(boolean(true)), 'not critical'])),
        true,
        false,
      ],
      ['with other purposes', below(SAYS(ID.purposes, purposes(MAIL))), false, false],
      ['with any purpose', below(SAYS(ID.purposes, purposes(ANY))), true, true],
      ['whose root does not say what its key is for', rooted(SAYS(ID.keyUsage, undefined)), true, false],
      ['whose root has other uses', rooted(SAYS(ID.keyUsage, bits(7, '80'))), false, false],
      ['whose root is none', rooted(SAYS(ID.basic, undefined)), false, false],
      [
        'whose root is not critical about it',
        rooted(SAYS(ID.basic, [sequence(boolean(true)), 'not critical'])),
        false,
        false,
      ],
      ['whose root does not identify its key', rooted(SAYS(ID.subjectKey, undefined)), false, false],
      ['that do not identify their key', below(SAYS(ID.subjectKey, undefined)), false, false],
      [
        'whose root is critical about its key',
        rooted(SAYS(ID.subjectKey, [tlv(0x04, Uint8Array.of(1)), 'critical'])),
        false,
        false,
      ],
      ['whose root has expired', rooted(dated('250101000000Z', '260101000000Z')), false, false],
      [
        'whose root has an extension that nobody knows',
        rooted(SAYS('2.999.1', [sequence(), 'critical'])),
        false,
        false,
      ],
      [
        'that are the leaf itself, trusted as an anchor',
        {
          certificate: authority(own, own, SAYS(ID.names, names(dns('www.example.com')))),
          anchors: [authority(own, own)],
        },
        false,
        false,
      ],
      [
        'that are a leaf, trusted as an anchor',
        { certificate: leaf(own, own), anchors: [leaf(own, own)] },
        false,
        false,
      ],
      ['with the number zero', below({ parts: { serialNumber: integer(0) } }), false, false],
      ['whose root has the number zero', rooted({ parts: { serialNumber: integer(0) } }), true, true],
    ]),
  )('$what', expectRow)

  test.each([
    ['that begins in this second', 0, ['260601000000Z', '270101000000Z'], true],
    ['that begins a second later, a thousandth before', 999, ['260601000001Z', '270101000000Z'], false],
    ['that ends in this second', 0, ['260101000000Z', '260601000000Z'], true],
    ['that ended some thousandths ago, within the second', 5, ['260101000000Z', '260601000000Z'], true],
    ['that ended a second ago', 1000, ['260101000000Z', '260601000000Z'], false],
  ] as const)('of a period %s', async (_, milliseconds, [from, to], isValid) => {
    const said = dated(from, to)
    const asked = { ...rooted(said), ...ended(said), at: instantFromMilliseconds(at + milliseconds) }
    for (const profile of ['rfc5280', 'webpki'] as const) expect(await accepts(profile, asked)).toBe(isValid)
  })

  const [one, other] = [someone('One'), someone('Other')]
  const again = someone('One')
  test.each<readonly [string, readonly Uint8Array[]]>([
    ['that certify each other', [authority(one, other), authority(other, one)]],
    ['of one name that certify each other', [authority(one, again), authority(again, one)]],
    ['of one name and one key, many times', Array.from({ length: 60 }, () => authority(one, one))],
  ])('%s and have no anchor lead nowhere', async (_, intermediates) => {
    for (const maxDepth of [undefined, 0, 255]) {
      const asked = {
        certificate: leaf(one, holder),
        intermediates,
        ...(maxDepth !== undefined && { maxDepth }),
      }
      expect(await accepts('rfc5280', asked)).toBe(false)
    }
  })

  test('of a thousand constraints, one of which is none, are refused', async () => {
    const hosts = Array.from({ length: 513 }, (_, i) => dns(`t${i}.test`))
    const [black] = [excluded(...Array.from({ length: 513 }, (_, i) => dns(`x${i}.test`)))]
    const white = permitted(...hosts, dns('.test'))
    const both = sequence(white.subarray(4), black.subarray(4))
    const asked = {
      ...rooted(SAYS(ID.constraints, both)),
      certificate: leaf(root, empty, SAYS(ID.names, [names(...hosts), 'critical'])),
    }
    expect(await accepts('rfc5280', { ...asked, expectedName: { form: 'dns', text: 't0.test' } })).toBe(false)
  })

  test.each([
    ['permit the subject', permitted(directory('www.example.com')), true],
    ['permit another', permitted(directory('somebody')), false],
    ['exclude the subject', excluded(directory('www.example.com')), false],
    ['exclude another', excluded(directory('somebody')), true],
  ])('that %s by its name', async (_, constraints, isValid) => {
    const asked = rooted(SAYS(ID.constraints, constraints))
    expect(await accepts('rfc5280', asked)).toBe(isValid)
  })

  function directory(commonName: string): Uint8Array {
    return tlv(0xa4, named(commonName))
  }
})

describe('a mailbox', () => {
  const MAILBOX = names(mail('user@example.com'))
  const SIGNS = [bits(7, '80'), 'critical'] as const
  const mailbox = (said: NonNullable<Certified['extensions']> = {}, from = root, to = holder) =>
    leaf(from, to, {
      extensions: { [ID.names]: MAILBOX, [ID.purposes]: purposes(MAIL), [ID.keyUsage]: SIGNS, ...said },
    })
  const asked = (more: Partial<CertificateRequest>): Partial<CertificateRequest> => ({
    purpose: 'email',
    expectedName: { form: 'email', text: 'user@example.com' },
    ...more,
  })
  const from = (said: NonNullable<Certified['extensions']>) =>
    asked({
      certificate: mailbox({}, middle),
      intermediates: [authority(root, middle, { extensions: { [ID.purposes]: purposes(MAIL), ...said } })],
    })
  const to = (said: NonNullable<Certified['extensions']>) => asked({ certificate: mailbox(said) })
  test.each(
    table([
      ['by itself', to({}), true, true],
      ['below an authority', from({}), true, true],
      [
        'of several',
        to({ [ID.names]: names(mail('other@example.com'), mail('user@example.com')) }),
        true,
        true,
      ],
      ['that only encrypts', to({ [ID.keyUsage]: [bits(5, '20'), 'critical'] }), true, true],
      ['that agrees on keys', to({ [ID.keyUsage]: [bits(3, '08'), 'critical'] }), true, true],
      [
        'of nobody',
        asked({ certificate: mailbox({ [ID.names]: [MAILBOX, 'critical'] }, root, empty) }),
        true,
        true,
      ],
      ['of another user', to({ [ID.names]: names(mail('other@example.com')) }), false, false],
      ['of another host', to({ [ID.names]: names(mail('user@example.org')) }), false, false],
      ['without names', to({ [ID.names]: undefined }), false, false],
      ['with the name of a host', to({ [ID.names]: names(dns('example.com')) }), false, false],
      ['for clients', to({ [ID.purposes]: purposes(CLIENT) }), false, false],
      ['for no purpose that is told', to({ [ID.purposes]: undefined }), true, false],
      ['for websites, too', to({ [ID.purposes]: purposes(MAIL, SERVER) }), true, false],
      ['for code, too', to({ [ID.purposes]: purposes(MAIL, CODE) }), true, false],
      ['for time stamps, too', to({ [ID.purposes]: purposes(MAIL, TIME) }), true, false],
      ['for any purpose, too', to({ [ID.purposes]: purposes(MAIL, ANY) }), true, false],
      ['that may sign certificates', to({ [ID.keyUsage]: [bits(2, '84'), 'critical'] }), false, false],
      ['that does not say what its key is for', to({ [ID.keyUsage]: undefined }), true, false],
      [
        'that is not critical about its key',
        to({ [ID.keyUsage]: [bits(7, '80'), 'not critical'] }),
        true,
        true,
      ],
      ['with critical names', to({ [ID.names]: [MAILBOX, 'critical'] }), true, false],
      ['of an authority for websites', from({ [ID.purposes]: purposes(SERVER) }), false, false],
      ['of an authority for websites, too', from({ [ID.purposes]: purposes(MAIL, SERVER) }), true, false],
      ['of an authority for any purpose, too', from({ [ID.purposes]: purposes(MAIL, ANY) }), true, false],
      ['of an authority for code, too', from({ [ID.purposes]: purposes(MAIL, CODE) }), true, false],
      ['of an authority for time stamps, too', from({ [ID.purposes]: purposes(MAIL, TIME) }), true, false],
      ['of an authority that signs no lists', from({ [ID.keyUsage]: bits(2, '04') }), true, false],
      ['of an authority that signs no certificates', from({ [ID.keyUsage]: bits(1, '02') }), false, false],
      [
        'of a root with purposes',
        asked({ certificate: mailbox(), ...rooted(SAYS(ID.purposes, purposes(MAIL))) }),
        true,
        false,
      ],
    ]),
  )('$what', expectRow)
})
