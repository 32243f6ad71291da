import type { Requirement } from './requirement.ts'

export const STATUS = {} as const satisfies Readonly<Record<string, Requirement>>
