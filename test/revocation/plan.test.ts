import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { METHOD } from '../../src/core/object-identifiers.ts'
import { oid } from '../../src/core/oid.ts'
import { readCertificates } from '../../src/encoding/pem.ts'
import { listStep, planSteps } from '../../src/revocation/plan.ts'

const file = readCertificates(
  new Uint8Array(readFileSync(join(import.meta.dirname, '../../fixtures/qwac.pem'))),
)
const parsed = parseCertificate(file.ok ? file.value[0]! : new Uint8Array())
if (!parsed.ok) throw new Error(parsed.reason)
const certificate: Certificate = parsed.value

const uri = (text: string) => ({ form: 'uniformResourceIdentifier', text }) as const
const responder = (text: string) => ({ method: METHOD.ocsp, location: uri(text) })
const point = (...texts: readonly string[]) => ({ fullName: texts.map(uri) })

function naming(extensions: Partial<Certificate['extensions']>): Certificate {
  const { authorityInfoAccess: _, crlDistributionPoints: __, ...rest } = certificate.extensions
  return { ...certificate, extensions: { ...rest, ...extensions } }
}

describe('the steps towards a status', () => {
  test('are responders, distribution points one by one, and changes last', () => {
    const named = naming({
      freshestCrl: [point('http://a/delta')],
      crlDistributionPoints: [point('http://a/1', 'http://b/1'), point('http://a/2')],
      authorityInfoAccess: [responder('http://a/ocsp'), responder('https://b/ocsp')],
    })
    const others = [
      { source: 'crl', url: 'http://list/crl' },
      { source: 'ocsp', url: 'http://list/ocsp' },
    ] as const
    expect(planSteps(named, others)).toEqual([
      { source: 'ocsp', gives: 'status', urls: ['http://a/ocsp', 'https://b/ocsp', 'http://list/ocsp'] },
      { source: 'crl', gives: 'status', urls: ['http://a/1', 'http://b/1'] },
      { source: 'crl', gives: 'status', urls: ['http://a/2'] },
      { source: 'crl', gives: 'status', urls: ['http://list/crl'] },
      { source: 'crl', gives: 'changes', urls: ['http://a/delta'] },
    ])
  })

  test('name no address twice', () => {
    const named = naming({ crlDistributionPoints: [point('http://a/1', 'http://a/1'), point('http://a/1')] })
    const others = [{ source: 'crl', url: 'http://a/1' }] as const
    expect(planSteps(named, others)).toEqual([{ source: 'crl', gives: 'status', urls: ['http://a/1'] }])
  })

  test.each([
    'ldap://a/cn=ca',
    'ftp://a/ca.crl',
    'file:///etc/passwd',
    'gopher://a/1',
    'javascript:1',
    'http:',
    'http://',
    'http:///a',
    '//a/ca.crl',
    ' http://a/ca.crl',
    `http://a/${'x'.repeat(2048)}`,
  ])('do not lead to %s', url => {
    expect(
      planSteps(naming({ crlDistributionPoints: [point(url)], authorityInfoAccess: [responder(url)] })),
    ).toEqual([])
    expect(listStep('changes', [point(url)]).urls).toEqual([])
  })

  test.each([
    ['0.4.0.194121.2.1', 'validity-assured-short-term'],
    ['2.5.29.56', 'noRevAvail'],
  ])('are none where the issuer has stated %s (%s)', id => {
    const { all } = certificate.extensions
    const stated = { id: oid(id), critical: false, value: new Uint8Array([5, 0]) }
    const without = all.filter(each => each.id !== oid('2.5.29.31') && each.id !== oid('1.3.6.1.5.5.7.1.1'))
    expect(planSteps(naming({ all: [...without, stated] }), [{ source: 'ocsp', url: 'http://a' }])).toEqual(
      [],
    )
  })
})
