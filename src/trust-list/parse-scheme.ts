import type { Instant } from '../core/time.ts'
import { children, childrenNamed, isNamed, textOf, type XmlElement } from '../encoding/xml/tree.ts'
import type { FieldReader } from './field-reader.ts'
import { NAMESPACE } from './names.ts'
import type { DigitalIdentity, IdentityReader } from './parse-identity.ts'
import type { Pointer, TrustList } from './trust-list.ts'

export type Scheme = Omit<TrustList, 'providers'>

/** The versions of the format that this library knows: what they mean is the same, clause by clause. */
const VERSIONS: ReadonlySet<number> = new Set([5, 6])

/**
 * Reads SchemeInformation.
 *
 * @standard ETSI TS 119 612, clause 5.3
 */
export function readScheme(fields: FieldReader, identities: IdentityReader, element: XmlElement): Scheme {
  const version = fields.number(element, 'TSLVersionIdentifier')
  if (!fields.problem && !VERSIONS.has(version)) fields.fail('version-unsupported', 'TSLVersionIdentifier')
  const pointers = fields.optional(element, 'PointersToOtherTSL')
  return {
    version,
    sequenceNumber: fields.number(element, 'TSLSequenceNumber'),
    type: fields.text(element, 'TSLType'),
    territory: fields.text(element, 'SchemeTerritory'),
    operatorNames: fields.localTexts(fields.optional(element, 'SchemeOperatorName'), 'Name'),
    informationUris: fields.texts(fields.optional(element, 'SchemeInformationURI'), 'URI'),
    issued: fields.time(element, 'ListIssueDateTime'),
    nextUpdate: readNextUpdate(fields, element),
    pointers: pointers
      ? childrenNamed(pointers, NAMESPACE.list, 'OtherTSLPointer').map(each => readPointer(identities, each))
      : [],
  }
}

/** An element without content closes the list; an element that is not there says nothing, and is refused. */
function readNextUpdate(fields: FieldReader, scheme: XmlElement): Instant | null {
  const element = fields.required(scheme, 'NextUpdate')
  return !element || textOf(element) === '' ? null : fields.time(element, 'dateTime')
}

/**
 * Reads where another list stands. A property that is missing, split or said in two ways is empty, and so
 * names nothing.
 *
 * @standard ETSI TS 119 612, clause 5.3.13
 */
function readPointer(identities: IdentityReader, element: XmlElement): Pointer {
  const identityLists = childrenNamed(element, NAMESPACE.list, 'ServiceDigitalIdentities').flatMap(list =>
    childrenNamed(list, NAMESPACE.list, 'ServiceDigitalIdentity'),
  )
  const properties = childrenNamed(element, NAMESPACE.list, 'AdditionalInformation')
    .flatMap(information => childrenNamed(information, NAMESPACE.list, 'OtherInformation'))
    .flatMap(children)
  const property = (namespace: string, local: string) =>
    agreed(properties.filter(each => isNamed(each, namespace, local)))
  return new ListedPointer(identities.identity(identityLists), {
    location: agreed(childrenNamed(element, NAMESPACE.list, 'TSLLocation')),
    type: property(NAMESPACE.list, 'TSLType'),
    territory: property(NAMESPACE.list, 'SchemeTerritory'),
    mimeType: property(NAMESPACE.additionalTypes, 'MimeType'),
  })
}

/** A pointer whose signers are decoded when they are asked for: those of most pointers never are. */
class ListedPointer implements Pointer {
  readonly location: string
  readonly type: string
  readonly territory: string
  readonly mimeType: string
  private readonly identity: DigitalIdentity

  constructor(identity: DigitalIdentity, { location, type, territory, mimeType }: Omit<Pointer, 'signers'>) {
    this.location = location
    this.type = type
    this.territory = territory
    this.mimeType = mimeType
    this.identity = identity
  }

  get signers(): Pointer['signers'] {
    return this.identity.certificateOctets
  }
}

function agreed(elements: readonly XmlElement[]): string {
  const [text, ...others] = new Set(elements.map(element => textOf(element) ?? ''))
  return others.length === 0 ? (text ?? '') : ''
}
