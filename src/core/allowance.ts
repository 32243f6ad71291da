/**
 * Asked before each exchange with a server that follows from one that was allowed: a redirect, another
 * method, another attempt. Where it says no, the exchange is not made.
 */
export type MayAskAgain = () => boolean

/** The exchanges with servers that one piece of work may still cause, whoever makes them. */
export interface Allowance {
  /** Takes one, where one is left. */
  readonly take: MayAskAgain
  isSpent(): boolean
}

/**
 * Of one validation or one search, however many certificates it meets and however many addresses they name.
 */
export const MOST_EXCHANGES = 8

export function allowance(most: number = MOST_EXCHANGES): Allowance {
  let left = most
  return {
    take: () => {
      if (left <= 0) return false
      left--
      return true
    },
    isSpent: () => left <= 0,
  }
}
