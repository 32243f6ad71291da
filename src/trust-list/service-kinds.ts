import { CA_QC, FOR_WEBSITES } from './names.ts'
import type { Service, ServiceState } from './trust-list.ts'

/** Whether a service issues qualified certificates, or once did. */
export function issuesQualified(service: Service): boolean {
  return statesOf(service).some(({ type }) => type === CA_QC)
}

/** Whether a service issues qualified certificates for websites, or once did. */
export function servesWebsites(service: Service): boolean {
  return statesOf(service).some(isForWebsites)
}

/**
 * Whether a state is that of a service that issues qualified certificates for websites, whatever its status.
 */
export function isForWebsites({ type, additionalInformation }: ServiceState): boolean {
  return type === CA_QC && additionalInformation.includes(FOR_WEBSITES)
}

/** The present state and the past ones. */
function statesOf(service: Service): readonly ServiceState[] {
  return [service, ...service.history]
}
