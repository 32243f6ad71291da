/** What a folder holds, by the names of its files. */
export interface FolderContent {
  /** The highest number, by territory. */
  readonly highest: ReadonlyMap<string, number>
  /** The files that say that a territory was forgotten, by territory. */
  readonly marks: ReadonlyMap<string, readonly string[]>
}

/** One walk, without a call that has an argument for each: a folder can come to hold very many. */
export function contentOf(names: readonly string[]): FolderContent {
  const highest = new Map<string, number>()
  const marks = new Map<string, string[]>()
  for (const name of names) {
    const { territory, number } = entryOf(name) ?? {}
    if (territory === undefined) continue
    if (number !== undefined) {
      highest.set(territory, Math.max(number, highest.get(territory) ?? 0))
      continue
    }
    const others = marks.get(territory)
    if (others) others.push(name)
    else marks.set(territory, [name])
  }
  return { highest, marks }
}

/**
 * What a file is by its name: that of a number, or without one a mark. Files of other names were not written
 * here.
 */
export function entryOf(name: string): { readonly territory: string; readonly number?: number } | undefined {
  const [, territory, digits] = /^([A-Z]+)\.(?:([1-9]\d{0,15})\.seen|.+\.forgotten)$/.exec(name) ?? []
  if (territory === undefined) return undefined
  if (digits === undefined) return { territory }
  const number = Number(digits)
  return Number.isSafeInteger(number) ? { territory, number } : undefined
}
