import type { RandomChain, Told } from './random-chains.ts'

/** Two judgements of one chain. */
export interface Judged {
  readonly chain: RandomChain
  /** Undefined where it is valid. */
  readonly ours: string | undefined
  /** Undefined where it is accepted. */
  readonly openssl: string | undefined
}

/** A kind of chain about which this library and `openssl verify` disagree, and who is right. */
interface NameDifference {
  readonly ours: RegExp
  readonly openssl: RegExp
  /** What must be in the chain; without it the two agree. */
  readonly where: (chain: RandomChain) => boolean
  readonly because: string
}

/** Why two judgements may differ. Undefined: nobody knows, and somebody is wrong. */
export function reasonOf({ chain, ours = 'valid', openssl = 'accepted' }: Judged): string | undefined {
  const [found] = NAME_DIFFERENCES.filter(
    each => each.ours.test(ours) && each.openssl.test(openssl) && each.where(chain),
  )
  return found?.because
}

const has = (all: readonly Told[], pattern: RegExp): boolean => all.some(({ what }) => pattern.test(what))
const basesOf = ({ permitted, excluded }: RandomChain): readonly Told[] => [...permitted, ...excluded]

const NAME_DIFFERENCES: readonly NameDifference[] = [
  {
    ours: /malformed-constraint|extension-syntax: malformed/,
    openssl: /accepted/,
    where: chain =>
      has(basesOf(chain), /^ip c0000200ff00ff00$/) ||
      has(basesOf(chain), /^(?:dns|email|uri) (?:.*@)?(?:\*\..*|\.|.*\.)$/) ||
      has(basesOf(chain), /^(?:dns \.|email (?:.*@)?$|email .*@\.|uri $)/),
    because:
      'RFC 5280, section 4.2.1.10: a star, a period at an end where the form has none, no text at all, or a mask that is none (RFC 4632) is no base of its form. OpenSSL compares it as it stands.',
  },
  {
    ours: /malformed/,
    openssl: /accepted/,
    where: ({ holds }) =>
      has(holds, /^dns (?:$|\.|.*\.$)/) ||
      has(holds, /^email .*@(?:$|\.|\*|.*\.$)/) ||
      has(holds, /^uri urn:/),
    because:
      'RFC 5280, section 4.2.1.6: it is no name of its form, and nothing can be said of where it lies.',
  },
  {
    ours: /malformed-name/,
    openssl: /accepted/,
    where: chain =>
      (has(chain.holds, /^uri https:\/\/(?:.*@)?(?:$|\.|\*|\/|:|[^/]*\.$|\.[^/]*)/) &&
        has(basesOf(chain), /^uri/)) ||
      (has(chain.holds, /^smtpUtf8 .*@(?:$|\.|\*|.*\.$)/) && has(basesOf(chain), /^email/)),
    because:
      'RFC 5280, section 4.2.1.10, and RFC 9598, section 6: the host that a constraint is held against is none, so it cannot be applied.',
  },
  {
    ours: /^valid$/,
    openssl: /unsupported name constraint type/,
    where: ({ permitted }) => has(permitted, /^(?:registeredID|otherName)/),
    because:
      'RFC 5280, section 4.2.1.10, has no rule for these forms; octets that are equal are the name itself by any. OpenSSL knows none of them.',
  },
  {
    ours: /^valid$/,
    openssl: /subtree violation/,
    where: chain => has(basesOf(chain), /^dns/) && has(chain.holds, /^ip/) && has(chain.holds, /^CN=/),
    because: 'RFC 5280, section 4.2.1.10, constrains no common names; beside an address it is a host to few.',
  },
  {
    ours: /^valid$|: excluded/,
    openssl: /accepted|subtree violation/,
    where: chain => has(basesOf(chain), /^uri/) && has(chain.holds, /^uri https:\/\/joe@/),
    because:
      'RFC 5280, section 4.2.1.10: constraints are about the host of a URI (RFC 3986, section 3.2.2). OpenSSL takes the user for a part of it.',
  },
  {
    ours: /^valid$|: excluded/,
    openssl: /accepted|subtree violation/,
    where: chain => has(basesOf(chain), /^email \./) && has(chain.holds, /^smtpUtf8/),
    because:
      'RFC 9598, section 6: constraints on mailboxes hold for those beyond ASCII, also with a period in front. OpenSSL finds no host below.',
  },
  {
    ours: /unsupported-constraint/,
    openssl: /accepted/,
    where: chain => has(basesOf(chain), /^email .*@/) && has(chain.holds, /^smtpUtf8/),
    because:
      'RFC 9598, section 6: whether a single mailbox that is excluded is one beyond ASCII cannot be told by its host.',
  },
  {
    ours: /: excluded/,
    openssl: /accepted/,
    where: chain => has(chain.excluded, /^dns/) && has(chain.holds, /^dns \*/),
    because: 'A wildcard stands for hosts that are excluded too.',
  },
  {
    ours: /: excluded|^valid$/,
    openssl: /accepted|permitted subtree violation/,
    where: chain => has(basesOf(chain), /^directory .*[äÄ]/) && has(chain.holds, /[äÄ]/),
    because: 'RFC 5280, section 7.1: case is folded by the tables of Unicode. OpenSSL folds that of ASCII.',
  },
]
