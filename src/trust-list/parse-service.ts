import { childrenNamed, type XmlElement } from '../encoding/xml/tree.ts'
import type { FieldReader } from './field-reader.ts'
import { NAMESPACE } from './names.ts'
import { readExtensions } from './parse-extensions.ts'
import type { DigitalIdentity, IdentityReader } from './parse-identity.ts'
import type { Service, ServiceState, TakenOver } from './trust-list.ts'

/**
 * Reads a TSPService.
 *
 * @standard ETSI TS 119 612, clauses 5.5 and 5.6
 */
export function readService(
  fields: FieldReader,
  identities: IdentityReader,
  element: XmlElement,
): Service | undefined {
  const information = fields.required(element, 'ServiceInformation')
  if (!information) return undefined
  const history = fields.optional(element, 'ServiceHistory')
  const instances = history ? childrenNamed(history, NAMESPACE.list, 'ServiceHistoryInstance') : []
  const identity = fields.optional(information, 'ServiceDigitalIdentity')
  return new ListedService(identities.identity(identity ? [identity] : []), {
    ...readState(fields, information),
    supplyPoints: readSupplyPoints(fields, information),
    history: instances.map(instance => readState(fields, instance)),
  })
}

type Written = Omit<Service, keyof DigitalIdentity>

/** A service whose certificates are read when they are first asked for. */
class ListedService implements Service {
  readonly type: string
  readonly names: Service['names']
  readonly status: string
  readonly since: Service['since']
  readonly additionalInformation: readonly string[]
  readonly qualifications: Service['qualifications']
  declare readonly takenOverBy?: TakenOver
  readonly unknownCriticalExtensions: readonly string[]
  readonly subjectNames: readonly string[]
  readonly supplyPoints: Service['supplyPoints']
  readonly history: readonly ServiceState[]
  private readonly identity: DigitalIdentity

  constructor(identity: DigitalIdentity, written: Written) {
    this.type = written.type
    this.names = written.names
    this.status = written.status
    this.since = written.since
    this.additionalInformation = written.additionalInformation
    this.qualifications = written.qualifications
    if (written.takenOverBy) this.takenOverBy = written.takenOverBy
    this.unknownCriticalExtensions = written.unknownCriticalExtensions
    this.subjectNames = identity.subjectNames
    this.supplyPoints = written.supplyPoints
    this.history = written.history
    this.identity = identity
  }

  get certificates(): Service['certificates'] {
    return this.identity.certificates
  }

  readCertificatesAnew(): Service['certificates'] {
    return this.identity.readCertificatesAnew()
  }

  get keyIdentifiers(): Service['keyIdentifiers'] {
    return this.identity.keyIdentifiers
  }
}

/** The fields that the present state and the past ones share. */
function readState(fields: FieldReader, element: XmlElement): ServiceState {
  return {
    type: fields.text(element, 'ServiceTypeIdentifier'),
    names: fields.localTexts(fields.required(element, 'ServiceName'), 'Name'),
    status: fields.text(element, 'ServiceStatus'),
    since: fields.time(element, 'StatusStartingTime'),
    ...readExtensions(fields, fields.optional(element, 'ServiceInformationExtensions')),
  }
}

/** The attribute came with version 2.2.1 and is rarely used. */
function readSupplyPoints(fields: FieldReader, information: XmlElement): Service['supplyPoints'] {
  const points = fields.optional(information, 'ServiceSupplyPoints')
  if (!points) return []
  return childrenNamed(points, NAMESPACE.list, 'ServiceSupplyPoint').map(point => {
    const type = fields.attribute(point, 'type')
    const uri = fields.textOf(point)
    return type === undefined ? { uri } : { type, uri }
  })
}
