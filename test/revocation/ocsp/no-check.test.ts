import { describe, expect, test } from 'vitest'
import { OCSP_POLICY } from '../../../src/revocation/ocsp/policy.ts'
import type { RevocationPolicy } from '../../../src/revocation/policy.ts'
import { extension } from '../../support/certificate-writer.ts'
import { boolean, hex, nothing, octets, sequence } from '../../support/der-writer.ts'
import { anchor, CA, certified, leaf, OCSP_SIGNING, party, response, status, uses } from '../by-hand.ts'

/** That a responder need not be checked is said by NULL, and by nothing else: RFC 6960, section 4.2.2.2.1. */

const lenient: RevocationPolicy = {
  missing: 'hard',
  ocsp: { ...OCSP_POLICY, acceptsUncheckedDelegates: true },
}

function saidBy(value: Uint8Array, critical: boolean): readonly Uint8Array[] {
  const noCheck = extension('1.3.6.1.5.5.7.48.1.5', value, critical)
  const responder = certified(party('Responder'), { by: CA, extensions: [OCSP_SIGNING, noCheck] })
  return [response({ by: responder, certificates: [responder] }, { about: leaf, says: 'good' })]
}

describe.each([
  ['NULL', nothing(), true],
  ['nothing at all', new Uint8Array(0), false],
  ['TRUE', boolean(true), false],
  ['an empty sequence', sequence(), false],
  ['an empty octet string', octets(new Uint8Array(0)), false],
  ['NULL in a sequence', sequence(nothing()), false],
  ['NULL with contents', hex('050100'), false],
  ['NULL with its length in two octets', hex('058100'), false],
  ['NULL, and an octet behind it', hex('050000'), false],
  ['half of NULL', hex('05'), false],
] as const)('id-pkix-ocsp-nocheck whose value is %s', (_, value, isSaid) => {
  test('is relied on where it is NULL, and else the responder has not said it', async () => {
    const ocsp = saidBy(value, false)
    expect(await uses(leaf, { anchor, ocsp })).toEqual([isSaid ? 'satisfied' : 'signer-revocation-open'])
    expect(await status(leaf, { anchor, ocsp })).toBe(isSaid ? 'satisfied' : 'no-usable-evidence')
  })

  test('does not matter where the policy does without it', async () => {
    expect(await uses(leaf, { anchor, ocsp: saidBy(value, false), policy: lenient })).toEqual(['satisfied'])
  })

  test('and that is critical is processed where it is NULL, and else unknown, whatever the policy', async () => {
    const expected = [isSaid ? 'satisfied' : 'signer-extensions']
    expect(await uses(leaf, { anchor, ocsp: saidBy(value, true) })).toEqual(expected)
    expect(await uses(leaf, { anchor, ocsp: saidBy(value, true), policy: lenient })).toEqual(expected)
  })
})
