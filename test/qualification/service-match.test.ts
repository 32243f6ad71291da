import { describe, expect, test } from 'vitest'
import { type Instant, instant } from '../../src/core/time.ts'
import type { ServiceLink } from '../../src/qualification/evidence.ts'
import { createListedFacts } from '../../src/qualification/listed-facts.ts'
import { linkedServices, providersDiffer, servicesAt } from '../../src/qualification/service-match.ts'
import type { LocalText, Provider, TrustList } from '../../src/trust-list/trust-list.ts'
import { AT, certificate, linksByIdentity, linksTo, provider, service, trustList } from './records.ts'

const linkedTo = (links: readonly ServiceLink[], list: TrustList) =>
  linkedServices(links, list, createListedFacts())

const candidatesAt = (services: ReturnType<typeof linkedTo>, at: Instant) =>
  servicesAt(services, at).candidates

describe('a service is the certificate’s own by', () => {
  const own = certificate({ key: 'Example CA' })
  const listing = (changes: object) => service({ certificates: [{ ...own, ...changes }] })

  test.each([
    ['the same key and name', listing({}), true],
    ['the same key and another name', listing({ subject: certificate({ key: 'x' }).subject }), false],
    ['another key and the same name', listing({ publicKey: certificate({ key: 'x' }).publicKey }), false],
    ['one of several certificates', service({ certificates: [certificate({ key: 'x' }), own] }), true],
    ['no certificate', service({ certificates: [] }), false],
    [
      'a certificate that cannot be read',
      { ...service({}), certificates: [{ ok: false as const, bytes: own.bytes, reason: 'x' }] },
      false,
    ],
    [
      'its key identifier or its name alone',
      {
        ...service({ certificates: [] }),
        keyIdentifiers: [Uint8Array.of(1)],
        subjectNames: ['CN=Example CA'],
      },
      false,
    ],
  ])('%s', async (_, listed, expected) => {
    expect(await linksByIdentity([provider([listed])], own)).toHaveLength(expected ? 1 : 0)
  })
})

describe('a service matches', () => {
  const one = provider([service()])
  const intermediate = certificate({
    key: 'intermediate',
    notBefore: '2024-06-01T12:00:00Z',
    notAfter: '2024-06-30T12:00:00Z',
  })

  test.each([
    ['2024-06-01T11:59:59.999Z', 0],
    ['2024-06-01T12:00:00Z', 1],
    ['2024-06-30T12:00:00.999Z', 1],
    ['2024-06-30T12:00:01Z', 0],
  ])('at %s through an intermediate of June: %i', (at, count) => {
    const linked = linkedTo(linksTo([one], { intermediates: [intermediate] }), trustList([one]))
    expect(candidatesAt(linked, instant(at))).toHaveLength(count)
  })

  test('through another path where the intermediate of one has expired', () => {
    const links = [...linksTo([one], { intermediates: [intermediate] }), ...linksTo([one])]
    const linked = linkedTo(links, trustList([one]))
    expect(linked).toHaveLength(1)
    expect(candidatesAt(linked, instant('2025-01-01T00:00:00Z'))).toHaveLength(1)
  })

  test('for certain as soon as one of its paths is verified', () => {
    const open = linksTo([one], { outcome: 'undetermined' })
    const paths = (links: typeof open) =>
      candidatesAt(linkedTo(links, trustList([one])), AT).map(({ path }) => path)
    expect(paths(open)).toEqual(['undetermined'])
    expect(paths([...open, ...linksTo([one])])).toEqual(['verified'])
  })

  test('whether or not the certificate itself is valid at that moment', () => {
    const linked = linkedTo(linksTo([one]), trustList([one]))
    expect(candidatesAt(linked, instant('2099-01-01T00:00:00Z'))).toHaveLength(1)
  })

  test('by the type that it has at that moment', () => {
    const changed = provider([
      service({
        since: '2022-01-01T00:00:00Z',
        history: [{ type: 'CA/PKC', since: '2018-01-01T00:00:00Z' }],
      }),
    ])
    const linked = linkedTo(linksTo([changed]), trustList([changed]))
    expect(candidatesAt(linked, instant('2021-12-31T23:59:59Z'))).toEqual([])
    expect(candidatesAt(linked, instant('2022-01-01T00:00:00Z'))).toHaveLength(1)
  })

  test.each(['CA/PKC', 'CA/qc', 'CA/QC/', 'TSA/QTST'])('not as %s', type => {
    const other = provider([service({ type })])
    expect(candidatesAt(linkedTo(linksTo([other]), trustList([other])), AT)).toEqual([])
  })
})

describe('two providers', () => {
  const named = (...names: readonly (readonly [string, string])[]): Provider => ({
    ...provider([service()]),
    names: names.map(([language, text]): LocalText => ({ language, text })),
  })
  const differ = (...providers: readonly Provider[]) =>
    providersDiffer(candidatesAt(linkedTo(linksTo(providers), trustList(providers)), AT))

  test.each([
    ['of one name', named(['en', 'A']), named(['en', 'A']), false],
    ['of one name in other case and space', named(['en', 'A  b']), named(['en', 'a B']), false],
    ['of two names', named(['en', 'A']), named(['en', 'B']), true],
    ['with one name in common', named(['en', 'A'], ['fi', 'C']), named(['en', 'B'], ['fi', 'C']), false],
    ['with one name in two languages', named(['en', 'A']), named(['fi', 'A']), true],
    ['without names', named(), named(), true],
  ])('%s', (_, a, b, expected) => {
    expect(differ(a, b)).toBe(expected)
    expect(differ(b, a)).toBe(expected)
  })

  test('a provider does not differ from itself', () => {
    const both = provider([service(), service()])
    expect(differ(both)).toBe(false)
  })
})
