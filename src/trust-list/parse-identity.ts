import { parseCertificate } from '../certificate/parse.ts'
import { fromBase64 } from '../core/bytes.ts'
import { children, childrenNamed, textOf, type XmlElement } from '../encoding/xml/tree.ts'
import { NAMESPACE } from './names.ts'
import type { TextStore } from './text-store.ts'
import type { ListedCertificate } from './trust-list.ts'

/** What a ServiceDigitalIdentity says. @standard ETSI TS 119 612, clause 5.5 */
export interface DigitalIdentity {
  readonly certificates: () => readonly ListedCertificate[]
  readonly keyIdentifiers: () => readonly Uint8Array[]
  readonly subjectNames: readonly string[]
}

/**
 * Reads digital identities. A list holds hundreds of certificates, of which a verdict asks for a few: the text is kept,
 * and becomes a certificate when somebody first asks. The same certificate often stands in several services, in the same
 * words; it is read once.
 */
export class IdentityReader {
  private readonly texts: TextStore
  private readonly read = new Map<string, ListedCertificate>()

  constructor(texts: TextStore) {
    this.texts = texts
  }

  /** @param identities ServiceDigitalIdentity elements. */
  identity(identities: readonly XmlElement[]): DigitalIdentity {
    const ids = identities.flatMap(each => childrenNamed(each, NAMESPACE.list, 'DigitalId')).flatMap(children)
    const certificates = this.values(ids, 'X509Certificate')
    const keyIdentifiers = this.values(ids, 'X509SKI')
    const { read } = this
    return {
      certificates: once(() => certificates.map(text => certificateOf(text, read))),
      keyIdentifiers: once(() => keyIdentifiers.flatMap(keyIdentifier)),
      subjectNames: this.values(ids, 'X509SubjectName').filter(text => text !== undefined),
    }
  }

  /** Undefined where something splits the text. */
  private values(ids: readonly XmlElement[], local: string): readonly (string | undefined)[] {
    const named = ids.filter(({ tag }) => tag.local === local && tag.namespace === NAMESPACE.list)
    return named.map(element => {
      const text = textOf(element)
      return text === undefined ? undefined : this.texts.keep(text)
    })
  }
}

/** @param read What was read before; the list keeps it, and nothing else of its reader. */
function certificateOf(text: string | undefined, read: Map<string, ListedCertificate>): ListedCertificate {
  if (text === undefined) return unreadable('text-split')
  const known = read.get(text)
  if (known) return known
  const certificate = readCertificate(text)
  read.set(text, certificate)
  return certificate
}

function readCertificate(text: string): ListedCertificate {
  const bytes = fromBase64(text)
  if (!bytes.ok) return unreadable('base64')
  const certificate = parseCertificate(bytes.value)
  if (certificate.ok) return { ok: true, bytes: bytes.value, certificate: certificate.value }
  return { ...certificate, bytes: bytes.value }
}

function unreadable(reason: string): ListedCertificate {
  return { ok: false, bytes: new Uint8Array(), reason }
}

/** No decision rests on a key identifier, so one that is not base64 is left out. */
function keyIdentifier(text: string | undefined): readonly Uint8Array[] {
  const bytes = fromBase64(text ?? '')
  return bytes.ok && bytes.value.length > 0 ? [bytes.value] : []
}

/** The value of a pure function, computed when it is first asked for. */
function once<T>(compute: () => T): () => T {
  let value: { readonly computed: T } | undefined
  return () => {
    value ??= { computed: compute() }
    return value.computed
  }
}
