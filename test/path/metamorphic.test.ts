import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { formatName } from '../../src/certificate/name/name.ts'
import { toHex } from '../../src/core/bytes.ts'
import { instant } from '../../src/core/time.ts'
import type { Crypto } from '../../src/crypto/crypto.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { rememberSignatures } from '../../src/crypto/verified-signatures.ts'
import { buildPaths } from '../../src/path/building/build.ts'
import { indexAnchors, indexAuthorities } from '../../src/path/building/candidates.ts'
import { checkPath } from '../../src/path/validation/check-path.ts'
import { parsed } from '../support/authorities.ts'
import { HIERARCHY_AT, type Hierarchy, makeHierarchy } from '../support/hierarchies.ts'
import { Random } from '../support/random.ts'
import { newKey } from '../support/signed-certificate.ts'

/** `QWAC_HIERARCHIES=10000` for the record. */
const HIERARCHIES = Number(process.env['QWAC_HIERARCHIES'] ?? 200)
const SEED = Number(process.env['QWAC_SEED'] ?? 1)
const at = instant(HIERARCHY_AT)

interface Material {
  readonly leaf: Certificate
  readonly intermediates: readonly Certificate[]
  readonly anchors: readonly Certificate[]
  readonly strangers: readonly Certificate[]
}

interface Asked extends Material {
  readonly crypto: Crypto
  /** Known from elsewhere instead of given. */
  readonly known?: readonly Certificate[]
}

/** What must not change: whether there is a valid path, and every path with its outcome. */
async function answer({ leaf, intermediates, anchors, known, crypto }: Asked) {
  const search = await buildPaths({
    certificate: leaf,
    intermediates,
    ...(known && { authorities: indexAuthorities(known) }),
    anchors: indexAnchors(anchors.map(each => ({ name: each.subject, publicKey: each.publicKey }))),
    crypto,
    at,
  })
  const paths = search.paths.map(path => {
    const { outcome } = checkPath(path, { at })
    const chain = path.certificates.map(({ signature }) => toHex(signature, signature.length - 8)).join(' ')
    return `${outcome} ${formatName(path.anchor.name)} ${chain}`
  })
  const verdict = paths.some(path => path.startsWith('valid')) ? 'valid' : 'not valid'
  return { verdict, exhausted: search.exhausted, paths: paths.toSorted() }
}

function read({ leaf, intermediates, anchors, strangers }: Hierarchy): Material {
  const all = (of: readonly Uint8Array[]): readonly Certificate[] => of.map(parsed)
  return {
    leaf: parsed(leaf),
    intermediates: all(intermediates),
    anchors: all(anchors),
    strangers: all(strangers),
  }
}

/** Over all hierarchies, which share keys: what one of them has shown is there when the next one asks. */
const [signatures, fewSignatures] = [rememberSignatures(1000), rememberSignatures(2)]

/** The same material in other words. Nothing in it belongs to a path that was not there before. */
const VARIATIONS: Readonly<Record<string, (asked: Asked, random: Random) => Asked>> = {
  'in another order': (asked, random) => ({
    ...asked,
    intermediates: random.shuffled(asked.intermediates),
    anchors: random.shuffled(asked.anchors),
  }),
  'with copies': asked => ({
    ...asked,
    intermediates: [...asked.intermediates, ...asked.intermediates.map(({ bytes }) => parsed(bytes.slice()))],
  }),
  'with strangers': (asked, random) => ({
    ...asked,
    intermediates: random.shuffled([...asked.intermediates, ...asked.strangers]),
  }),
  'with the leaf and the anchors among the intermediates': asked => ({
    ...asked,
    intermediates: [asked.leaf, ...asked.anchors, ...asked.intermediates],
  }),
  'known instead of given': asked => ({ ...asked, intermediates: [], known: asked.intermediates }),
  'known and given': asked => ({ ...asked, known: asked.intermediates }),
  'without the keys that were imported before': asked => ({ ...asked, crypto: nodeCrypto() }),
  'asked again': asked => asked,
  'with signatures to be remembered': asked => ({ ...asked, crypto: signatures.crypto(asked.crypto) }),
  'with signatures that are remembered': asked => ({ ...asked, crypto: signatures.crypto(asked.crypto) }),
  'with hardly a signature remembered': asked => ({ ...asked, crypto: fewSignatures.crypto(asked.crypto) }),
}

describe(`${HIERARCHIES} generated hierarchies`, () => {
  test('the answer does not depend on how the same material is given', {
    timeout: 60_000 + HIERARCHIES * 100,
  }, async () => {
    const random = new Random(SEED)
    const keys = Array.from({ length: 12 }, newKey)
    const crypto = nodeCrypto()
    const verdicts = { valid: 0, 'not valid': 0, several: 0 }
    for (let i = 0; i < HIERARCHIES; i++) {
      const asked = { ...read(makeHierarchy(random, keys)), crypto }
      const plain = await answer(asked)
      verdicts[plain.verdict === 'valid' ? 'valid' : 'not valid']++
      if (plain.paths.length > 1) verdicts.several++
      for (const [how, vary] of Object.entries(VARIATIONS)) {
        expect(await answer(vary(asked, random)), `hierarchy ${i} of seed ${SEED}, ${how}`).toEqual(plain)
      }
    }
    for (const times of Object.values(verdicts)) expect(times).toBeGreaterThan(HIERARCHIES / 10)
  })

  test('to take an intermediate away never makes a path valid that was not', {
    timeout: 60_000 + HIERARCHIES * 50,
  }, async () => {
    const random = new Random(SEED + 1)
    const keys = Array.from({ length: 12 }, newKey)
    const crypto = nodeCrypto()
    for (let i = 0; i < HIERARCHIES; i++) {
      const asked = { ...read(makeHierarchy(random, keys)), crypto }
      const { verdict } = await answer(asked)
      const fewer = asked.intermediates.filter(() => !random.once(3))
      const less = await answer({ ...asked, intermediates: fewer })
      if (verdict === 'not valid') expect(less.verdict, `hierarchy ${i}`).toBe('not valid')
    }
  })
})
