import { instantFromMilliseconds } from '../core/time.ts'
import type { Code } from '../requirements/catalogue.ts'
import type { MintedCertificate, MintOptions } from '../sandbox/mint-options.ts'
import type { TestWorld } from '../sandbox/test-world.ts'
import type { Verdict } from '../verdict/conclude.ts'

/** One provider at the door, and what must come of it. */
export interface DemoCase {
  readonly name: string
  /** What it presents, and what the world knows by then. */
  present(world: TestWorld): Promise<Presented>
  readonly expected: Expected
}

export interface Presented {
  readonly minted: MintedCertificate
  /** What it sends along; its whole chain unless told. */
  readonly intermediates?: readonly Uint8Array[]
  /** OCSP responses that the gateway got; none unless told. */
  readonly ocspResponses?: readonly Uint8Array[]
  /** National lists in place of the world's. */
  readonly lists?: readonly Uint8Array[]
}

/** The verdict, and the finding that must be among those that decide it. */
export interface Expected {
  readonly verdict: Verdict
  readonly code: Code
  readonly reason: string
}

/** Registers are not consulted at this stage, so nobody is let in. */
const NEEDS_REGISTER: Expected = {
  verdict: 'indeterminate',
  code: 'register.authorization',
  reason: 'not-checked',
}

/**
 * By the standard a certificate that no path leads to is not qualified; the remedy tells what may be missing.
 */
const NOT_LISTED: Expected = {
  verdict: 'failed',
  code: 'qualification.website-authentication',
  reason: 'not-listed',
}

const DAY = 86_400_000

export const DEMO_CASES: readonly DemoCase[] = [
  {
    name: 'accepted',
    present: async world => {
      const minted = await world.mint({ subject: 'Accepted' })
      return { minted, ocspResponses: [await world.ocsp(minted)] }
    },
    expected: NEEDS_REGISTER,
  },
  {
    name: 'revoked',
    present: async world => {
      const minted = await world.mint({ subject: 'Revoked' })
      world.revoke(minted, { reason: 'keyCompromise' })
      return { minted, ocspResponses: [await world.ocsp(minted)] }
    },
    expected: { verdict: 'failed', code: 'revocation.status', reason: 'revoked' },
  },
  {
    name: 'authorisation withdrawn',
    present: async world => {
      const minted = await world.mint({ subject: 'Withdrawn' })
      world.withdraw(minted.provider, instantFromMilliseconds(world.now - DAY))
      return { minted }
    },
    expected: NEEDS_REGISTER,
  },
  {
    name: 'wrong role',
    present: presents({ subject: 'Wrong Role', roles: ['PSP_IC'] }),
    expected: NEEDS_REGISTER,
  },
  {
    name: 'wrong country',
    present: async world => {
      const minted = await world.mint({ subject: 'Wrong Country' })
      world.passport(minted.provider, 'DE', ['PSP_AI'])
      return { minted }
    },
    expected: NEEDS_REGISTER,
  },
  {
    name: 'expired',
    present: presents({ subject: 'Expired', defect: 'expired' }),
    expected: { verdict: 'failed', code: 'certificate.validity-period', reason: 'expired' },
  },
  {
    name: 'unknown authority',
    present: presents({ subject: 'Unknown Authority', issuer: 'unlisted' }),
    expected: NOT_LISTED,
  },
  {
    name: 'forged list',
    present: async world => ({
      minted: await world.mint({ subject: 'Forged List' }),
      lists: [await world.listWith('signer-not-announced')],
    }),
    expected: {
      verdict: 'indeterminate',
      code: 'qualification.website-authentication',
      reason: 'list-refused',
    },
  },
  {
    name: 'OCSP down',
    present: async world => {
      const minted = await world.mint({ subject: 'OCSP Down' })
      return { minted, ocspResponses: [await world.ocsp(minted, { error: 'tryLater' })] }
    },
    expected: { verdict: 'indeterminate', code: 'revocation.status', reason: 'no-usable-evidence' },
  },
  {
    name: 'intermediate missing',
    present: async world => ({
      minted: await world.mint({ subject: 'Intermediate Missing', issuer: 'intermediate' }),
      intermediates: [],
    }),
    expected: NOT_LISTED,
  },
]

function presents(options: MintOptions): (world: TestWorld) => Promise<Presented> {
  return async world => ({ minted: await world.mint(options) })
}
