import type { Random } from '../support/random.ts'

/** Changes a text in one to five places; `tokens` are pieces that mean something to its reader. */
export function mutateText(text: string, tokens: readonly string[], random: Random): string {
  let changed = text
  for (let count = 1 + random.below(5); count > 0; count--) changed = edited(changed, tokens, random)
  return changed
}

function edited(text: string, tokens: readonly string[], random: Random): string {
  const at = random.below(text.length + 1)
  const length = random.below(64)
  const token = random.once(4) ? String.fromCodePoint(codePoint(random)) : random.pick(tokens)
  const [before, piece, after] = [text.slice(0, at), text.slice(at, at + length), text.slice(at + length)]
  switch (random.below(7)) {
    case 0:
      return before + token + text.slice(at + token.length)
    case 1:
      return before + token + text.slice(at)
    case 2:
      return before + after
    case 3:
      return before + piece + piece + after
    case 4:
      return random.once(2) ? before : text.slice(at)
    case 5:
      return before + token.repeat(random.below(random.once(8) ? 20_000 : 20)) + text.slice(at)
    default:
      return text + token + text.slice(at)
  }
}

/** Of every plane, lone surrogates included; ASCII half of the time. */
function codePoint(random: Random): number {
  if (random.once(2)) return random.below(0x80)
  return random.below(random.pick([0x100, 0x3000, 0x10000, 0x110000]))
}
