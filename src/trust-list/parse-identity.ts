import { parseCertificate } from '../certificate/parse.ts'
import { fromBase64 } from '../core/bytes.ts'
import { children, childrenNamed, textOf, type XmlElement } from '../encoding/xml/tree.ts'
import { NAMESPACE } from './names.ts'
import type { TextStore } from './text-store.ts'
import type { ListedCertificate } from './trust-list.ts'

/**
 * What a ServiceDigitalIdentity says, read when it is first asked for. @standard ETSI TS 119 612, clause 5.5
 */
export class DigitalIdentity {
  readonly subjectNames: readonly string[]
  private readonly texts: IdentityTexts
  private readonly read: Map<string, ListedCertificate>
  private readCertificates: readonly ListedCertificate[] | undefined
  private readKeyIdentifiers: readonly Uint8Array[] | undefined

  /** @param read What was read before; the list keeps it, and nothing else of its reader. */
  constructor(texts: IdentityTexts, read: Map<string, ListedCertificate>) {
    this.subjectNames = texts.X509SubjectName.filter(text => text !== undefined)
    this.texts = texts
    this.read = read
  }

  get certificates(): readonly ListedCertificate[] {
    this.readCertificates ??= this.texts.X509Certificate.map(text => certificateOf(text, this.read))
    return this.readCertificates
  }

  readCertificatesAnew(): readonly ListedCertificate[] {
    return this.texts.X509Certificate.map(text =>
      text === undefined ? unreadable('text-split') : readCertificate(text),
    )
  }

  /** The certificates as octets, whether they can be read or not; what is not base64 is left out. */
  get certificateOctets(): readonly Uint8Array[] {
    return this.texts.X509Certificate.flatMap(decoded)
  }

  get keyIdentifiers(): readonly Uint8Array[] {
    // No decision rests on a key identifier, so one that is not base64 is left out.
    this.readKeyIdentifiers ??= this.texts.X509SKI.flatMap(decoded)
    return this.readKeyIdentifiers
  }
}

/**
 * Reads digital identities. A list holds hundreds of certificates, of which a verdict asks for a few: the
 * text is kept, and becomes a certificate when somebody first asks. The same certificate often stands in
 * several services, in the same words; it is read once.
 */
export class IdentityReader {
  private readonly texts: TextStore
  private readonly read = new Map<string, ListedCertificate>()

  constructor(texts: TextStore) {
    this.texts = texts
  }

  /** @param identities ServiceDigitalIdentity elements. */
  identity(identities: readonly XmlElement[]): DigitalIdentity {
    const texts: IdentityTexts = { X509Certificate: [], X509SKI: [], X509SubjectName: [] }
    for (const identity of identities) {
      for (const id of childrenNamed(identity, NAMESPACE.list, 'DigitalId')) this.collect(id, texts)
    }
    return new DigitalIdentity(texts, this.read)
  }

  private collect(id: XmlElement, texts: IdentityTexts): void {
    for (const element of children(id)) {
      const { local, namespace } = element.tag
      if (namespace !== NAMESPACE.list || !isIdentityKind(local)) continue
      const text = textOf(element)
      texts[local].push(text === undefined ? undefined : this.texts.keep(text))
    }
  }
}

/** The texts of an identity by the elements that hold them; undefined where something splits one. */
type IdentityTexts = Readonly<Record<IdentityKind, (string | undefined)[]>>
type IdentityKind = 'X509Certificate' | 'X509SKI' | 'X509SubjectName'

function isIdentityKind(local: string): local is IdentityKind {
  return local === 'X509Certificate' || local === 'X509SKI' || local === 'X509SubjectName'
}

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

/** None, where the text is split, empty or not base64. */
function decoded(text: string | undefined): readonly Uint8Array[] {
  const bytes = fromBase64(text ?? '')
  return bytes.ok && bytes.value.length > 0 ? [bytes.value] : []
}
