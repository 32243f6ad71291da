/**
 * Keeps one copy of each text of a list. What the reader hands out is a window into the chunk that it read;
 * to keep a few words of each chunk would keep the whole document.
 */
export class TextStore {
  private readonly known = new Map<string, string>()

  keep(text: string): string {
    if (text.length > LONG) return copyOf(text)
    const kept = this.known.get(text)
    if (kept !== undefined) return kept
    const copy = copyOf(text)
    this.known.set(copy, copy)
    return copy
  }
}

/** Longer texts are certificates, and to find one again costs as much as to keep it twice. */
const LONG = 512

/** Engines copy characters when texts are joined, and never when one is cut out of another. */
function copyOf(text: string): string {
  return ` ${text}`.slice(1)
}
