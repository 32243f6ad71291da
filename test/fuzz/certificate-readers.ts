import type { Certificate } from '../../src/certificate/certificate.ts'
import { orderChain } from '../../src/certificate/input/chain-order.ts'
import { formatName, type Name } from '../../src/certificate/name/name.ts'
import { subjectId } from '../../src/certificate/name/subject-id.ts'
import { matchesName, parseDistinguishedName } from '../../src/certificate/name/text.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { checkProfile, type Profile } from '../../src/certificate/profile/profile.ts'
import { isProfileName, PROFILE_NAMES, profileOf, QWAC } from '../../src/certificate/profile/profiles.ts'
import { checkPsd2, findPsd2Deviations } from '../../src/certificate/psd2/checks.ts'
import { DEVIATION_REASONS } from '../../src/certificate/psd2/deviations.ts'
import { acceptedPsd2, psd2ReadingOf } from '../../src/certificate/psd2/reading.ts'
import { escapeText } from '../../src/core/text.ts'
import { detailsOf } from '../../src/verdict/certificate-details.ts'
import { reportCertificate, reportPsd2 } from '../../src/verdict/certificate-report.ts'
import type { Input, Reader } from './campaign.ts'

const SHA256 = '00'.repeat(32)

/** Everything that reads a certificate. The first reader reads it whole, the others what was read. */
export function certificateReaders(companions: readonly Uint8Array[]): readonly Reader[] {
  const others = companions.flatMap(bytes => {
    const parsed = parseCertificate(bytes)
    return parsed.ok ? [parsed.value] : []
  })
  const uses: readonly (readonly [string, (certificate: Certificate) => unknown])[] = [
    ['PSD2 statement', readStatement],
    ['subjectId', subjectId],
    ['profile qwac', certificate => checkProfile(certificate, QWAC)],
    ['another profile', certificate => checkProfile(certificate, anyProfile(certificate))],
    ['names', ({ subject, issuer }) => [throughText(subject), throughText(issuer)]],
    ['order of a chain', certificate => orderChain([certificate, ...others, certificate])],
    ['report', report],
  ]
  const parse = rememberingLast((input: Input) => parseCertificate(octetsOf(input)))
  return [
    { name: 'certificate', read: input => parseCertificate(octetsOf(input)) },
    ...uses.map(([name, use]) => ({
      name,
      read: (input: Input) => {
        const parsed = parse(input)
        return parsed.ok ? use(parsed.value) : undefined
      },
    })),
  ]
}

const PROFILES = PROFILE_NAMES.filter(isProfileName).map(profileOf)

/** Each certificate meets one of them, by its length. */
function anyProfile({ bytes }: Certificate): Profile {
  return PROFILES[bytes.length % PROFILES.length] ?? QWAC
}

/** One reading serves all readers of the same input. */
function rememberingLast<T>(read: (input: Input) => T): (input: Input) => T {
  let last: { readonly input: Input; readonly value: T } | undefined
  return input => {
    if (last?.input !== input) last = { input, value: read(input) }
    return last.value
  }
}

export function octetsOf(input: Input): Uint8Array {
  return typeof input === 'string' ? new TextEncoder().encode(input) : input
}

function readStatement(certificate: Certificate): unknown {
  return [
    psd2ReadingOf(certificate),
    acceptedPsd2(certificate),
    acceptedPsd2(certificate, DEVIATION_REASONS),
    findPsd2Deviations(certificate),
    checkPsd2(certificate),
    checkPsd2(certificate, DEVIATION_REASONS),
    reportPsd2(certificate),
  ]
}

/**
 * What is written of a name is shown safely, and read back it is the same name, unless it is too long for
 * that.
 */
function throughText(name: Name): readonly string[] {
  return (['descriptors', 'rfc4514'] as const).map(form => {
    const text = formatName(name, form)
    if (UNSAFE.test(text))
      throw new Error(`a name is written with what cannot be shown: ${JSON.stringify(text)}`)
    const read = parseDistinguishedName(text)
    const isTooLong = !read.ok && (read.reason === 'too-long' || text.length > 8192)
    if (!isTooLong && !matchesName(name, text))
      throw new Error(`a name is not the one that is written of it: ${text.slice(0, 500)}`)
    return text
  })
}

function report(certificate: Certificate): unknown {
  const whole = JSON.stringify([
    reportCertificate(certificate, SHA256),
    reportPsd2(certificate),
    detailsOf(certificate, 'ES-BE'),
  ])
  const shown = escapeText(whole, whole.length)
  if (UNSAFE.test(shown)) throw new Error('a report is shown with what cannot be shown')
  return shown
}

/** Control, format, private, unassigned and surrogate code points, and separators of lines. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/u
