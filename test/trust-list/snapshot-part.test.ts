import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { ATTRIBUTE } from '../../src/core/object-identifiers.ts'
import { keptProviders } from '../../src/trust-list/snapshot/reduce.ts'
import type { Service } from '../../src/trust-list/trust-list.ts'
import { certificate, nameOf, provider, type ServicePlan, service } from '../qualification/records.ts'

/** A certificate of one name by another, with a key of its own unless told. */
function authority(subject: string, issuer: string, key = `${subject} ${issuer}`): Certificate {
  const name = (text: string) => nameOf([[ATTRIBUTE.commonName, text]])
  return { ...certificate({ key }), subject: name(subject), issuer: name(issuer) }
}

/** A service for signatures, unless told. */
function named(name: string, certificates: readonly Certificate[], plan: ServicePlan = {}): Service {
  return service({ name, certificates, information: ['ForeSignatures'], ...plan })
}

function kept(services: readonly Service[]): readonly string[] {
  return keptProviders([provider(services)], 'website').flatMap(each =>
    each.services.flatMap(({ names }) => names.map(({ text }) => text)),
  )
}

const UNREADABLE = { ok: false, bytes: Uint8Array.of(0), reason: 'base64' } as const

const WEBSITE = named('for websites', [authority('Root', 'Root')], {
  information: ['ForWebSiteAuthentication'],
})

describe('the part for websites keeps, beside a service for websites,', () => {
  test.each([
    [
      'one that was for websites',
      named('x', [authority('X', 'X')], { history: [{ information: ['ForWebSiteAuthentication'] }] }),
    ],
    ['one with the same key', named('x', [authority('Other', 'Y', 'Root Above')])],
    ['one of the same name', named('x', [authority('Root', 'Y')])],
    ['one of the same name in another case', named('x', [authority('ROOT', 'Y')])],
    ['one that it certified, which certificates may come through', named('x', [authority('Sub', 'Root')])],
    ['one that certified it', named('x', [authority('X', 'X'), authority('Above', 'Above')])],
    [
      'one with several certificates, of which one is joined to it',
      named('x', [authority('X', 'X'), authority('Sub', 'Root')]),
    ],
    ['one whose identity cannot be read', { ...named('x', []), certificates: [UNREADABLE] }],
  ])('%s', (_, other) => {
    const website = named('w', [authority('Root', 'Above')], { information: ['ForWebSiteAuthentication'] })
    expect(kept([website, other])).toEqual(['w', 'x'])
  })

  test('those that are joined to it by others, up and down, in the order of the list', () => {
    const services = [
      named('far below', [authority('Far', 'Sub')]),
      named('below', [authority('Sub', 'Root')]),
      WEBSITE,
      named('beside', [authority('Beside', 'Beside')]),
      named('below the other', [authority('Leafless', 'Beside')]),
    ]
    expect(kept(services)).toEqual(['far below', 'below', 'for websites'])
  })

  test('nothing that has only its issuer in common with it', () => {
    const website = named('w', [authority('A', 'Unlisted')], { information: ['ForWebSiteAuthentication'] })
    expect(kept([website, named('x', [authority('B', 'Unlisted')])])).toEqual(['w'])
  })

  test('nothing of another kind', () => {
    const stamps = named('x', [authority('Sub', 'Root')], { type: 'TSA/QTST' })
    expect(kept([WEBSITE, stamps])).toEqual(['for websites'])
  })

  test('ten thousand in a row', () => {
    const row = Array.from({ length: 10_000 }, (_, i) =>
      named(`${i}`, [authority(`A${i}`, i === 0 ? 'Root' : `A${i - 1}`)]),
    )
    expect(kept([WEBSITE, ...row])).toHaveLength(10_001)
  })
})
