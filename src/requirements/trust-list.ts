import type { Requirement } from './requirement.ts'

export const TRUST_LIST = {} as const satisfies Readonly<Record<string, Requirement>>
