import { hash } from 'node:crypto'
import { concatBytes, fromHex } from '../core/bytes.ts'
import { escapeComment } from '../core/text.ts'
import { formatInstant } from '../core/time.ts'
import { writePem } from '../encoding/pem.ts'
import { informationWord, statusWord } from '../qualification/addresses.ts'
import { nameOf } from '../qualification/listed-name.ts'
import type { AnchorEntry, WebsiteAnchor } from '../qualification/website-anchors.ts'

/**
 * How the certificates of a bundle are written. `certificate`: as RFC 7468 has them. `trusted`: as OpenSSL
 * has them, with what they are trusted for behind them, which makes one that is not self-signed the end of a
 * path.
 */
export type PemForm = 'certificate' | 'trusted'

/** All anchors one after another, each below a note of who lists it and how. */
export function writeBundle(anchors: readonly WebsiteAnchor[], form: PemForm): string {
  return anchors.map(anchor => `${noteOf(anchor)}\n${pemOf(anchor, form)}`).join('\n')
}

/** One anchor, without a note. */
export function pemOf({ certificate }: WebsiteAnchor, form: PemForm): string {
  if (form === 'certificate') return writePem('CERTIFICATE', certificate.bytes)
  return writePem('TRUSTED CERTIFICATE', concatBytes(certificate.bytes, FOR_CLIENTS))
}

/**
 * X509_CERT_AUX of OpenSSL: a SEQUENCE with a SEQUENCE of the purposes that are trusted, here
 * id-kp-clientAuth alone. No standard has it; OpenSSL, and Node with it, reads it behind a certificate with
 * the label TRUSTED CERTIFICATE.
 */
const FOR_CLIENTS = fromHex('300c300a06082b06010505070302')

/** What a reader is to know of an anchor, a fact a line. Every text of a list is made safe for a comment. */
export function noteOf({ certificate, entries }: WebsiteAnchor, mark = '#'): string {
  const lines = [
    ...entries.flatMap(factsOf),
    `certificate: SHA-256 ${hash('sha256', certificate.bytes, 'hex')}`,
  ]
  return lines.map(line => `${mark} ${line}`).join('\n')
}

function factsOf({ territory, provider, state, file }: AnchorEntry): readonly string[] {
  const purposes = state.additionalInformation.map(address => informationWord(address) ?? address)
  return [
    `territory: ${escapeComment(territory)}`,
    `provider: ${escapeComment(nameOf(provider.names))}`,
    `service: ${escapeComment(nameOf(state.names))}`,
    `type: ${escapeComment([state.type, ...purposes].join(' '))}`,
    `status: ${escapeComment(statusWord(state.status))} since ${formatInstant(state.since)}`,
    `list: number ${file.list.content.sequenceNumber}, SHA-256 ${file.sha256}`,
  ]
}
