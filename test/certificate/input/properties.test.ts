import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCertificateInput } from '../../../src/certificate/input/input.ts'
import { concatBytes, equalBytes, toHex } from '../../../src/core/bytes.ts'
import { catalogue } from '../../../src/requirements/catalogue.ts'
import { certificate as write } from '../../support/certificate-writer.ts'
import { bits, hex, integer } from '../../support/der-writer.ts'
import { bundle, FORM_TOKENS, FORMS, pem, pemBlock, type WrittenForm } from '../../support/input-forms.ts'

type Input = Uint8Array | string

const REASONS = new Set(Object.keys(catalogue['input.certificates'].reasons))

/** Sound certificates of many lengths, so that base64 ends in every way and every octet comes up. */
const someCertificate = fc
  .record({ serial: fc.nat(0x7fff_ffff), signature: fc.uint8Array({ minLength: 1, maxLength: 300 }) })
  .map(({ serial, signature }) =>
    write({ serialNumber: integer(serial), signature: bits(0, toHex(signature)) }),
  )
const someChain = fc.array(someCertificate, { minLength: 1, maxLength: 4 })
const someForm = fc.constantFrom(...FORMS)

/** Every way to write certificates, bundles included. */
const someWriting = fc.oneof(
  fc.tuple(someForm, someChain).map(([{ write: written }, chain]) => written(chain)),
  someChain.map(bundle),
  someChain.map(chain => pemBlock(bundle(chain), 'PKCS7')),
)

interface Edit {
  readonly kind: 'set' | 'insert' | 'remove' | 'repeat' | 'cut' | 'join'
  readonly at: number
  readonly length: number
  readonly token: string
}

const someEdit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('set', 'insert', 'remove', 'repeat', 'cut', 'join'),
  at: fc.nat(6000),
  length: fc.nat(64),
  token: fc.oneof(fc.constantFrom(...FORM_TOKENS), fc.string({ maxLength: 4, unit: 'binary' })),
})

function edit(text: string, { kind, at: anywhere, length, token }: Edit): string {
  const at = anywhere % (text.length + 1)
  const [before, piece, after] = [text.slice(0, at), text.slice(at, at + length), text.slice(at + length)]
  if (kind === 'set') return before + token + text.slice(at + token.length)
  if (kind === 'insert') return before + token + text.slice(at)
  if (kind === 'remove') return before + after
  if (kind === 'repeat') return before + piece + piece + after
  return kind === 'cut' ? before : text + token + text.slice(at)
}

/** Octets are edited as text of one character each, and stay octets. */
function mutate(input: Input, edits: readonly Edit[]): Input {
  if (typeof input === 'string') return edits.reduce(edit, input)
  const changed = edits.reduce(edit, Buffer.from(input).toString('latin1'))
  return new Uint8Array(Buffer.from(changed, 'latin1'))
}

/** What must hold of every answer, whatever the input. */
async function expectAnswer(input: Input): Promise<void> {
  const read = await readCertificateInput(input)
  if (!read.ok) {
    expect(REASONS).toContain(read.reason)
    expect(read.offset ?? 0).toBeLessThanOrEqual(input.length)
    return
  }
  const { certificates, notes } = read.value
  expect(certificates.length).toBeGreaterThan(0)
  expect(certificates.length).toBeLessThanOrEqual(10)
  expect(certificates.every(each => each[0] === 0x30 && each.length <= 65_536)).toBe(true)
  expect(new Set(notes).size).toBe(notes.length)
}

async function octetsOf(input: Input): Promise<string> {
  const read = await readCertificateInput(input)
  return read.ok ? read.value.certificates.map(each => toHex(each)).join(' ') : read.reason
}

const runs = { numRuns: 400 }

describe('whatever the certificates are', () => {
  test('every form gives the same octets back, in order', async () => {
    const property = fc.asyncProperty(someForm, someChain, async ({ form, notes, write: written }, chain) => {
      const read = await readCertificateInput(written(chain))
      expect(read).toEqual({ ok: true, value: { certificates: chain, form, notes } })
    })
    await fc.assert(property, runs)
  })

  test('a bundle gives them back too', async () => {
    const property = fc.asyncProperty(someChain, async chain => {
      expect(await readCertificateInput(bundle(chain))).toMatchObject({ value: { certificates: chain } })
    })
    await fc.assert(property, { numRuns: 50 })
  })

  test('text reads the same as a string and as octets', async () => {
    const property = fc.asyncProperty(someForm, someChain, async ({ write: written }, chain) => {
      const input = written(chain)
      if (typeof input !== 'string') return
      expect(await octetsOf(new Uint8Array(Buffer.from(input, 'utf8')))).toBe(await octetsOf(input))
    })
    await fc.assert(property, runs)
  })

  test('what stands behind one another is read behind one another', async () => {
    const join = (a: Input, b: Input): Input =>
      typeof a === 'string' ? a + String(b) : concatBytes(a, b as Uint8Array)
    const joinable: readonly WrittenForm[] = FORMS.filter(({ name }) =>
      /^(?:DER|PEM|PEM in octets|hexadecimal)$/.test(name),
    )
    const property = fc.asyncProperty(
      fc.constantFrom(...joinable),
      someChain,
      someChain,
      async (form, a, b) => {
        expect(await octetsOf(join(form.write(a), form.write(b)))).toBe(await octetsOf(pem([...a, ...b])))
      },
    )
    await fc.assert(property, runs)
  })

  test('what is cut gives those that are whole, or a refusal, and never another certificate', async () => {
    const property = fc.asyncProperty(
      someForm,
      someChain,
      fc.nat(),
      async ({ write: written }, chain, anywhere) => {
        const whole = written(chain)
        const read = await readCertificateInput(whole.slice(0, anywhere % whole.length))
        if (!read.ok) return
        const { certificates } = read.value
        expect(certificates.every((each, i) => equalBytes(each, chain[i] ?? new Uint8Array()))).toBe(true)
      },
    )
    await fc.assert(property, { numRuns: 1000 })
  })
})

describe('whatever the input is', () => {
  test('edits of every form have an answer, and nothing throws', async () => {
    const property = fc.asyncProperty(
      someWriting,
      fc.array(someEdit, { minLength: 1, maxLength: 5 }),
      (input, edits) => expectAnswer(mutate(input, edits)),
    )
    await fc.assert(property, { numRuns: 3000 })
  })

  test('octets of chance have an answer', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2048 }), expectAnswer), runs)
  })

  test('text of chance has an answer', async () => {
    const someText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 500 }),
      fc.array(fc.constantFrom(...FORM_TOKENS), { maxLength: 60 }).map(tokens => tokens.join('')),
    )
    await fc.assert(fc.asyncProperty(someText, expectAnswer), { numRuns: 2000 })
  })

  test('a value of chance has an answer', async () => {
    const property = fc.asyncProperty(fc.anything({ withTypedArray: true }), async value => {
      const read = await readCertificateInput(value)
      expect(read.ok || REASONS.has(read.reason)).toBe(true)
    })
    await fc.assert(property, runs)
  })

  test.each([
    ...[
      '-----BEGIN ',
      '-----BEGIN CERTIFICATE-----',
      '-----END CERTIFICATE-----',
      '-----BEGIN X509 CRL----------END X509 CRL-----',
    ],
    ...[
      '%',
      '%41',
      '\\n',
      '\\',
      'M',
      'MI',
      '30',
      '3082:',
      '0',
      '=',
      ' ',
      '\t\n',
      '-',
      '-----',
      'PRIVATE KEY',
      'BEGIN ',
      'TUlJ',
      'LS0t',
    ],
  ])('as much of %j as is looked at has an answer', async token => {
    const long = token.repeat(Math.floor(524_288 / token.length))
    await expectAnswer(long)
    await expectAnswer(`-----BEGIN CERTIFICATE-----${long}`.slice(0, 524_288))
    await expectAnswer(new Uint8Array(Buffer.from(`MII${long}`)).subarray(0, 524_288))
  })

  test.each(['3000', '3080', '30020000', '30840003fffa', '308006092a864886f70d010702', '020100', '00'])(
    'as many octets %s as are looked at have an answer',
    async octets => {
      const unit = hex(octets)
      const long = new Uint8Array(524_288)
      for (let at = 0; at + unit.length <= long.length; at += unit.length) long.set(unit, at)
      await expectAnswer(long)
      await expectAnswer(long.subarray(0, 262_144))
    },
  )
})
