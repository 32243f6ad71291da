import type { Requirement } from './requirement.ts'

export const QUALIFICATION = {} as const satisfies Readonly<Record<string, Requirement>>
