import type { Requirement } from './requirement.ts'

export const PATH = {} as const satisfies Readonly<Record<string, Requirement>>
