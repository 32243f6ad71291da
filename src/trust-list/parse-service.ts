import { childrenNamed, type XmlElement } from '../encoding/xml/tree.ts'
import type { FieldReader } from './field-reader.ts'
import { NAMESPACE } from './names.ts'
import { readExtensions } from './parse-extensions.ts'
import type { IdentityReader } from './parse-identity.ts'
import type { Service, ServiceState } from './trust-list.ts'

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
  const { certificates, keyIdentifiers, subjectNames } = identities.identity(identity ? [identity] : [])
  return {
    ...readState(fields, information),
    get certificates() {
      return certificates()
    },
    get keyIdentifiers() {
      return keyIdentifiers()
    },
    subjectNames,
    supplyPoints: readSupplyPoints(fields, information),
    history: instances.map(instance => readState(fields, instance)),
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
