import { describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import type { Profile } from '../../src/path/profile/profile.ts'
import { validateCertificate } from '../../src/path.ts'
import {
  authority,
  type Certified,
  dns,
  ID,
  leaf,
  MAIL,
  permitted,
  purposes,
  type Someone,
  someone,
} from '../support/certified.ts'
import { sequence, utcTime } from '../support/der-writer.ts'
import { newKey } from '../support/signed-certificate.ts'

const at = instant('2026-06-01T00:00:00Z')
const crypto = nodeCrypto()
const PROFILES: readonly Profile[] = ['rfc5280', 'webpki']

/** `A>B`: A certified B. Figures 2.2 to 2.4 of RFC 4158, with the bridge between four authorities. */
const GRAPHS = {
  line: 'Root>I I>EE',
  'two roots': 'Root>I Other>I I>EE',
  mesh: 'Root>A Root>C A>C C>A A>B C>B B>EE',
  bridge: [
    'F>H F>G G>F H>I I>H G>I W>F W>G',
    'J>K N>EE L>N L>M X>J X>L',
    'B>E B>D A>B C>B A>C C>A Y>A Y>C',
    'R>S O>R O>Q P>S Z>O Z>P',
    'W>Bridge Bridge>W X>Bridge Bridge>X Y>Bridge Bridge>Y Z>Bridge Bridge>Z',
  ].join(' '),
} as const

const DEFECTS: Readonly<Record<string, Certified>> = {
  'is past its dates': {
    parts: { validity: sequence(utcTime('250101000000Z'), utcTime('260101000000Z')) },
  },
  'permits other names': { extensions: { [ID.constraints]: permitted(dns('bad.example.com')) } },
  'is for e-mail': { extensions: { [ID.purposes]: purposes(MAIL) } },
  'has no basic constraints': { extensions: { [ID.basic]: undefined } },
  'is no authority': { extensions: { [ID.basic]: sequence() } },
  'is signed with SHA-1': { sha1: true },
}

interface Asked {
  readonly graph: keyof typeof GRAPHS
  readonly from: string
  readonly broken: string
}

const edgesOf = (text: string): readonly (readonly [string, string])[] =>
  text.split(' ').flatMap(edge => {
    const [issuer, subject] = edge.split('>')
    return issuer === undefined || subject === undefined ? [] : [[issuer, subject] as const]
  })

/** Whether a way leads from an authority to the leaf over what is not broken. */
function isReachable({ graph, from, broken }: Asked): boolean {
  const open = edgesOf(GRAPHS[graph]).filter(([a, b]) => !broken.split(' ').includes(`${a}>${b}`))
  const reached = new Set([from])
  for (const _ of open) for (const [a, b] of open) if (reached.has(a)) reached.add(b)
  return reached.has('EE')
}

const keys = Array.from({ length: 24 }, () => newKey())

async function isValid(
  { graph, from, broken }: Asked,
  defect: Certified,
  profile: Profile,
): Promise<boolean> {
  const edges = edgesOf(GRAPHS[graph])
  const all = [...new Set(edges.flat())]
  const people = new Map<string, Someone>(all.map((name, i) => [name, someone(name, keys[i])]))
  const [anchor] = all.flatMap(name => (name === from ? [people.get(name)] : []))
  const written = edges.flatMap(([a, b]) => {
    const [issuer, subject] = [people.get(a), people.get(b)]
    if (issuer === undefined || subject === undefined) return []
    const said = broken.split(' ').includes(`${a}>${b}`) ? defect : {}
    return [
      {
        bytes: b === 'EE' ? leaf(issuer, subject, said) : authority(issuer, subject, said),
        isLeaf: b === 'EE',
      },
    ]
  })
  const [end] = written.filter(({ isLeaf }) => isLeaf)
  if (anchor === undefined || end === undefined) throw new Error('a graph has an anchor and a leaf')
  const intermediates = written.filter(({ isLeaf }) => !isLeaf).map(({ bytes }) => bytes)
  const asked = {
    certificate: end.bytes,
    intermediates,
    anchors: [authority(anchor, anchor)],
    crypto,
    at,
    profile,
  }
  const expectedName = { form: 'dns', text: 'www.example.com' } as const
  return (await validateCertificate({ ...asked, purpose: 'server', expectedName })).outcome === 'valid'
}

const ROWS: readonly (readonly [Asked['graph'], string, string])[] = [
  ['line', 'Root', ''],
  ['line', 'Root', 'Root>I'],
  ['two roots', 'Root', ''],
  ['two roots', 'Other', ''],
  ['two roots', 'Root', 'Other>I'],
  ['two roots', 'Root', 'Root>I'],
  ['mesh', 'Root', ''],
  ['mesh', 'Root', 'Root>A'],
  ['mesh', 'Root', 'Root>C'],
  ['mesh', 'Root', 'A>B'],
  ['mesh', 'Root', 'Root>A C>B'],
  ['mesh', 'Root', 'Root>C A>B'],
  ['mesh', 'Root', 'Root>A A>B C>A'],
  ['mesh', 'Root', 'Root>A Root>C'],
  ['mesh', 'Root', 'A>B C>B'],
  ['mesh', 'Root', 'Root>A C>A C>B'],
  ['bridge', 'X', ''],
  ['bridge', 'W', ''],
  ['bridge', 'Y', ''],
  ['bridge', 'Z', ''],
  ['bridge', 'W', 'W>F W>G'],
  ['bridge', 'W', 'W>Bridge'],
  ['bridge', 'Y', 'Bridge>X'],
  ['bridge', 'X', 'X>Bridge Bridge>X'],
]

describe('whatever way there is', () => {
  const cases = ROWS.map(([graph, from, broken]) => ({ graph, from, broken }))
  test.each(cases)('from $from through the $graph, where [$broken] is broken', async asked => {
    const wrong: string[] = []
    for (const [what, defect] of Object.entries(DEFECTS))
      for (const profile of PROFILES)
        if ((await isValid(asked, defect, profile)) !== isReachable(asked)) wrong.push(`${profile}: ${what}`)
    expect(wrong).toEqual([])
  })

  test('some of them lead to the leaf and some do not', () => {
    expect(new Set(cases.map(isReachable))).toEqual(new Set([true, false]))
  })
})
