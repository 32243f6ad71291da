import type { Requirement } from './requirement.ts'

export const CERTIFICATE = {} as const satisfies Readonly<Record<string, Requirement>>
