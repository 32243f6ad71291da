import { describe, expect, test } from 'vitest'
import { checkedAddresses } from '../../../src/sources/http/address-guard.ts'
import { httpSettings } from '../../../src/sources/http/settings.ts'
import { readTarget } from '../../../src/sources/http/url.ts'

const NEVER = new AbortController().signal
const PUBLIC = httpSettings({ hosts: 'public' })

describe('what is asked for', () => {
  test.each([
    ['http://ca.example/issuer.cer', 'ca.example', 80],
    ['HTTP://CA.EXAMPLE/', 'ca.example', 80],
    ['https://ca.example:443/a?b=c', 'ca.example', 443],
    ['http://ca.example:443', 'ca.example', 443],
    ['http://_crl.ca-1.example/My CA.crl', '_crl.ca-1.example', 80],
    ['http://xn--bcher-kva.example/', 'xn--bcher-kva.example', 80],
    ['http://8.8.8.8/', '8.8.8.8', 80],
    ['http://[2a00:1450:4001:800::200e]/', '2a00:1450:4001:800::200e', 80],
  ])('%s leads to %s, port %i', (text, host, port) => {
    expect(readTarget(text, PUBLIC)).toMatchObject({ ok: true, value: { host, port } })
  })

  test.each([
    ['another scheme', 'ftp://ca.example/'],
    ['another scheme', 'file:///etc/passwd'],
    ['another scheme', 'gopher://ca.example:80/_'],
    ['another scheme', 'ldap://ca.example/cn=x'],
    ['another scheme', 'javascript:1'],
    ['data', 'data:application/ocsp-response;base64,MAMKAQE='],
    ['no slashes', 'http:ca.example'],
    ['one slash', 'http:/ca.example'],
    ['no host', 'http:///path'],
    ['no host', 'http://'],
    ['nothing', ''],
    ['a space in front', ' http://ca.example/'],
    ['a user name', 'http://user@ca.example/'],
    ['a user name and a password', 'http://user:password@ca.example/'],
    ['an empty user name', 'http://@ca.example/'],
    ['a backslash', 'http://ca.example\\@127.0.0.1/'],
    ['backslashes', 'http:\\\\ca.example'],
    ['a line break', 'http://ca.example/\r\nX-Injected: 1'],
    ['a tab in the host', 'http://ca.exa\tmple/'],
    ['an octet of zero', 'http://ca.example\u0000.evil.example/'],
    ['another port', 'http://ca.example:8080/'],
    ['another port', 'http://ca.example:0/'],
    ['a port out of range', 'http://ca.example:65616/'],
    ['a local name', 'http://localhost/'],
    ['a dot at the end', 'http://ca.example./'],
    ['a local name with a dot at the end', 'http://localhost./'],
    ['an address with a dot at the end', 'http://127.0.0.1./'],
    ['a dot too many', 'http://ca..example/'],
    ['a decimal number', 'http://2130706433/'],
    ['a decimal number of a public address', 'http://134744072/'],
    ['a hexadecimal number', 'http://0x7f000001/'],
    ['an octal number', 'http://017700000001/'],
    ['hexadecimal parts', 'http://0x7f.0x0.0x0.0x1/'],
    ['octal parts', 'http://0177.0.0.01/'],
    ['a short form', 'http://127.1/'],
    ['a short form', 'http://0/'],
    ['a part out of range', 'http://256.0.0.1/'],
    ['percent-encoded', 'http://%31%32%37.0.0.1/'],
    ['a percent-encoded dot', 'http://127%2e0%2e0%2e1/'],
    ['a percent-encoded zero', 'http://ca.example%00.evil.example/'],
    ['wide digits', 'http://１２７.0.0.1/'],
    ['circled digits', 'http://①②⑦.⓪.⓪.①/'],
    ['a wide dot', 'http://127。0。0。1/'],
    ['letters that are not of ASCII', 'http://bücher.example/'],
    ['a long s', 'http://acceſs.example/'],
    ['a soft hyphen', 'http://ca.exam\u00adple/'],
    ['IPv6 that is not the shortest', 'http://[0:0:0:0:0:0:0:1]/'],
    ['IPv6 with IPv4 in it', 'http://[::ffff:127.0.0.1]/'],
    ['a zone', 'http://[fe80::1%25eth0]/'],
    ['a zone', 'http://[fe80::1%eth0]/'],
    ['brackets round IPv4', 'http://[127.0.0.1]/'],
    ['more than 2,048 characters', `http://ca.example/${'a'.repeat(2_031)}`],
    ['a host of more than 253', `http://${'a.'.repeat(127)}example/`],
    ['a label of more than 63', `http://${'a'.repeat(64)}.example/`],
  ])('%s is refused: %s', (_, text) => {
    expect(readTarget(text, PUBLIC)).toMatchObject({ ok: false, reason: 'not-allowed' })
  })

  test('a user name is named for what it is', () => {
    expect(readTarget('http://user:secret@ca.example/', PUBLIC)).toMatchObject({
      detail: 'an address with a user name',
    })
  })

  test('2,048 characters are accepted', () => {
    expect(readTarget(`http://ca.example/${'a'.repeat(2_030)}`, PUBLIC).ok).toBe(true)
  })

  test.each([
    ['a set', new Set(['lists.example', 'intranet'])],
    ['a function', (host: string) => host === 'lists.example' || host === 'intranet'],
  ])('hosts are those of %s, local names among them, and no others', (_, hosts) => {
    const settings = httpSettings({ hosts })
    expect(readTarget('https://lists.example/tl.xml', settings).ok).toBe(true)
    expect(readTarget('https://LISTS.example/tl.xml', settings).ok).toBe(true)
    expect(readTarget('http://intranet/tl.xml', settings).ok).toBe(true)
    expect(readTarget('https://lists.example.evil.example/', settings).ok).toBe(false)
    expect(readTarget('https://sub.lists.example/', settings).ok).toBe(false)
    expect(readTarget('http://8.8.8.8/', settings).ok).toBe(false)
  })
})

describe('where a name leads', () => {
  /** The addresses, or the reason, for a name that a resolver answers so. */
  async function lead(answer: readonly string[], unsafeAddresses: readonly string[] = []) {
    const settings = httpSettings({ hosts: 'public', resolve: async () => answer, unsafeAddresses })
    const checked = await checkedAddresses('ca.example', settings, NEVER)
    return checked.ok ? checked.value.map(({ address, family }) => `${family} ${address}`) : checked.reason
  }

  test('public addresses of both kinds, in the order of the answer', async () => {
    expect(await lead(['8.8.8.8', '2a00:1450::1'])).toEqual(['4 8.8.8.8', '6 2a00:1450::1'])
  })

  test.each<readonly [string, readonly string[]]>([
    ['a private one behind a public one', ['8.8.8.8', '10.0.0.1']],
    ['a private one before a public one', ['10.0.0.1', '8.8.8.8']],
    ['one of loopback', ['::1']],
    ['a mapped one', ['::ffff:8.8.8.8']],
    ['a ninth that is private', [...Array<string>(8).fill('8.8.8.8'), '127.0.0.1']],
    ['what is no address', ['8.8.8.8', 'localhost']],
    ['a number', ['2130706433']],
  ])('%s refuses all', async (_, answer) => {
    expect(await lead(answer)).toBe('not-allowed')
  })

  test('at most eight are tried', async () => {
    expect(await lead(Array<string>(20).fill('8.8.8.8'))).toHaveLength(8)
  })

  test('no address is nobody', async () => {
    expect(await lead([])).toBe('unreachable')
  })

  test('an unsafe address is let through, and only that', async () => {
    expect(await lead(['10.0.0.1'], ['10.0.0.1'])).toEqual(['4 10.0.0.1'])
    expect(await lead(['10.0.0.2'], ['10.0.0.1'])).toBe('not-allowed')
    expect(await lead(['10.0.0.1', '10.0.0.2'], ['10.0.0.1'])).toBe('not-allowed')
  })

  test('an address is not asked about', async () => {
    const resolve = () => Promise.reject(new Error('asked'))
    const settings = httpSettings({ hosts: 'public', resolve })
    expect((await checkedAddresses('8.8.8.8', settings, NEVER)).ok).toBe(true)
    expect(await checkedAddresses('127.0.0.1', settings, NEVER)).toMatchObject({ reason: 'not-allowed' })
  })

  test.each([
    ['rejects', () => Promise.reject(new Error('no'))],
    ['rejects with nothing', () => Promise.reject(undefined)],
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
  ])('a resolver that %s finds nobody', async (_, resolve) => {
    const settings = httpSettings({ hosts: 'public', resolve })
    expect(await checkedAddresses('ca.example', settings, NEVER)).toMatchObject({ reason: 'unreachable' })
  })
})

describe('options that cannot be meant', () => {
  test.each([
    { ports: [] },
    { ports: [0] },
    { ports: [65_536] },
    { ports: [Number.NaN] },
    { redirects: -1 },
    { redirects: 3 },
    { redirects: Number.NaN },
    { keepConnections: -1 },
    { keepConnections: 0.5 },
    { keepConnections: 2 ** 31 },
  ])('%o', options => {
    expect(() => httpSettings({ hosts: 'public', ...options })).toThrow(RangeError)
  })

  test.each([['localhost'], ['10.0.0.0/8'], ['']])('unsafe addresses are no %s', address => {
    expect(() => httpSettings({ hosts: 'public', unsafeAddresses: [address] })).toThrow(TypeError)
  })

  test('hosts of another kind', () => {
    expect(() => httpSettings({ hosts: ['ca.example'] as never })).toThrow(TypeError)
  })
})
