import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instantFromMilliseconds } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { checkOcsp } from '../../src/revocation/ocsp/check.ts'
import { ocspRequest } from '../../src/revocation/ocsp/request.ts'
import { installed } from '../support/installed.ts'
import { HOLDER, INDEX, OpensslAuthority, RESPONDER } from '../support/openssl-authority.ts'

/** What `openssl ocsp` answers, with options of each kind that it has for its answers. */

const authority = new OpensslAuthority()
const crypto = nodeCrypto()

describe.skipIf(!installed('openssl'))('an answer of openssl', () => {
  beforeAll(() => {
    authority.create()
    authority.issue('responder', { serial: '0x10', extensions: RESPONDER })
    authority.issue('rsa', { serial: '0x11', extensions: RESPONDER, key: 'RSA-2048' })
    authority.issue('namesake', { serial: '0x12', extensions: RESPONDER, subject: 'responder' })
    authority.issue('holder', { serial: '0x13', extensions: HOLDER })
    authority.issue('unchecked', { serial: '0x14', extensions: 'extendedKeyUsage=OCSPSigning\n' })
    for (const [name, serial] of [
      ['good', '0x1001'],
      ['revoked', '0x1002'],
      ['unheard', '0x1003'],
    ] as const)
      authority.issue(name, { serial, extensions: HOLDER })
    authority.write('index.txt', INDEX)
    const names = Array.from({ length: 9 }, () => 'namesake')
    const pems = (...all: readonly string[]) =>
      all.map(name => new TextDecoder().decode(authority.read(`${name}.pem`)))
    authority.write('others.pem', pems(...names).join(''))
  }, 60_000)

  afterAll(() => authority.remove())

  /** Three requests, and what the answer to each comes to. */
  async function answers(by: string, options: readonly string[]): Promise<readonly string[]> {
    const outcomes: string[] = []
    for (const name of ['good', 'revoked', 'unheard']) outcomes.push(await answer(name, by, options))
    return outcomes
  }

  async function answer(name: string, by: string, options: readonly string[]): Promise<string> {
    const [issuer, certificate] = [authority.certificate('ca'), authority.certificate(name)]
    authority.write('request.der', await ocspRequest({ certificate, issuerKey: issuer.publicKey }, crypto))
    const keys = ['-CA', 'ca.pem', '-rsigner', `${by}.pem`, '-rkey', `${by}.key`]
    authority.run(
      ...['ocsp', '-index', 'index.txt', '-reqin', 'request.der', '-respout', 'response.der', '-noverify'],
      ...[...keys, ...options],
    )
    const at = instantFromMilliseconds(Date.now())
    const named = { name: issuer.subject, publicKey: issuer.publicKey }
    const judged = await checkOcsp(authority.read('response.der'), { certificate, issuer: named, at, crypto })
    if (judged.outcome === 'unusable') return judged.reason
    return at <= judged.freshUntil ? judged.status.status : 'stale'
  }

  const TOLD = ['good', 'revoked', 'unknown']
  const of = (reason: string): readonly string[] => [reason, reason, reason]
  const pss = ['-rsigopt', 'rsa_padding_mode:pss']

  test.each<readonly [string, string, readonly string[], readonly string[]]>([
    ['by a delegate', 'responder', [], TOLD],
    ['by the authority itself', 'ca', [], TOLD],
    ['by the authority itself, without certificates', 'ca', ['-resp_no_certs'], TOLD],
    ['by the authority itself, by its key', 'ca', ['-resp_key_id'], TOLD],
    ['by a delegate that is named by its key', 'responder', ['-resp_key_id'], TOLD],
    ['for a minute', 'responder', ['-nmin', '1'], TOLD],
    ['for two days', 'responder', ['-ndays', '2'], TOLD],
    ['with SHA-384', 'responder', ['-rmd', 'sha384'], TOLD],
    ['with SHA-512', 'responder', ['-rmd', 'sha512'], TOLD],
    ['with SHA-1', 'responder', ['-rmd', 'sha1'], of('algorithm-refused')],
    ['with SHA-224', 'responder', ['-rmd', 'sha224'], of('algorithm-refused')],
    ['with SHA3-256', 'responder', ['-rmd', 'sha3-256'], of('algorithm-unsupported')],
    [
      'about the number 0, where the hash is chosen',
      'responder',
      ['-rcid', 'sha256'],
      of('not-about-certificate'),
    ],
    ['with RSA', 'rsa', [], TOLD],
    ['with RSA and PSS', 'rsa', pss, TOLD],
    ['with RSA, PSS and SHA-512', 'rsa', [...pss, '-rmd', 'sha512'], TOLD],
    ['with PSS and a salt of a digest', 'rsa', [...pss, '-rsigopt', 'rsa_pss_saltlen:digest'], TOLD],
    [
      'with PSS and another hash in its mask',
      'rsa',
      [...pss, '-rsigopt', 'rsa_mgf1_md:sha512'],
      of('algorithm-unsupported'),
    ],
    ['by a delegate among nine others of its name', 'responder', ['-rother', 'others.pem'], TOLD],
    ['by a delegate without its certificate', 'responder', ['-resp_no_certs'], of('signer-not-found')],
    ['with a signature that is wrong', 'responder', ['-badsig'], of('signature-wrong')],
    ['by a holder', 'holder', [], of('signer-without-purpose')],
    [
      'by a delegate whom nobody checked',
      'unchecked',
      [],
      ['signer-revocation-open', 'revoked', 'signer-revocation-open'],
    ],
  ])('%s', async (_, by, options, expected) => {
    expect(await answers(by, options)).toEqual(expected)
  })

  test.each(['sha1', 'sha256', 'sha384', 'sha512'])(
    'to several questions by %s is one about each',
    async hash => {
      const issuer = authority.certificate('ca')
      const asked = ['good', 'revoked', 'unheard'].flatMap(name => [`-${hash}`, '-cert', `${name}.pem`])
      authority.run('ocsp', '-no_nonce', '-issuer', 'ca.pem', ...asked, '-reqout', 'several.der')
      authority.run(
        ...['ocsp', '-index', 'index.txt', '-reqin', 'several.der', '-respout', 'several.out', '-noverify'],
        ...['-CA', 'ca.pem', '-rsigner', 'responder.pem', '-rkey', 'responder.key'],
      )
      const statuses: string[] = []
      for (const name of ['good', 'revoked', 'unheard', 'holder']) {
        const judged = await checkOcsp(authority.read('several.out'), {
          certificate: authority.certificate(name),
          issuer: { name: issuer.subject, publicKey: issuer.publicKey },
          at: instantFromMilliseconds(Date.now()),
          crypto,
        })
        statuses.push(judged.outcome === 'unusable' ? judged.reason : judged.status.status)
      }
      expect(statuses).toEqual([...TOLD, 'not-about-certificate'])
    },
  )
})
