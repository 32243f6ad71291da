import type { ListSigner } from './list-writer.ts'

const LIST = 'http://uri.etsi.org/TrstSvc/TrustedList'

/** The head of a list, in canonical form. */
export interface SchemePlan {
  readonly version?: string
  readonly sequenceNumber?: string
  readonly type?: string
  readonly territory?: string
  readonly uris?: readonly string[]
  readonly pointers?: string
  readonly issued?: string
  /** The whole element. */
  readonly nextUpdate?: string
}

export const NATIONAL = `${LIST}/TSLType/EUgeneric`
export const LIST_OF_LISTS = `${LIST}/TSLType/EUlistofthelists`
export const NEXT_UPDATE = '<NextUpdate><dateTime>2026-12-01T00:00:00Z</dateTime></NextUpdate>'

export function scheme(plan: SchemePlan = {}): string {
  const uris = (plan.uris ?? []).map(uri => `<URI xml:lang="en">${uri}</URI>`).join('')
  return (
    `<SchemeInformation><TSLVersionIdentifier>${plan.version ?? '6'}</TSLVersionIdentifier>` +
    `<TSLSequenceNumber>${plan.sequenceNumber ?? '7'}</TSLSequenceNumber><TSLType>${plan.type ?? NATIONAL}</TSLType>` +
    '<SchemeOperatorName><Name xml:lang="EN">Operator</Name></SchemeOperatorName>' +
    `<SchemeInformationURI>${uris}</SchemeInformationURI><SchemeTerritory>${plan.territory ?? 'XX'}</SchemeTerritory>` +
    `<PointersToOtherTSL>${plan.pointers ?? ''}</PointersToOtherTSL>` +
    `<ListIssueDateTime>${plan.issued ?? '2026-06-01T00:00:00Z'}</ListIssueDateTime>${plan.nextUpdate ?? NEXT_UPDATE}` +
    '</SchemeInformation>'
  )
}

export interface PointerPlan {
  readonly type?: string
  readonly territory?: string
  readonly mimeType?: string
  readonly location?: string
  readonly signers: readonly ListSigner[]
}

export function pointer(plan: PointerPlan): string {
  const identities = plan.signers.map(({ certificate }) => identity(certificateId(certificate)))
  const other = (xml: string) => `<OtherInformation>${xml}</OtherInformation>`
  return (
    `<OtherTSLPointer><ServiceDigitalIdentities>${identities.join('')}</ServiceDigitalIdentities>` +
    `<TSLLocation>${plan.location ?? 'https://lists.example/list.xml'}</TSLLocation><AdditionalInformation>` +
    other(`<TSLType>${plan.type ?? NATIONAL}</TSLType>`) +
    other(`<SchemeTerritory>${plan.territory ?? 'XX'}</SchemeTerritory>`) +
    other(
      '<tslx:MimeType xmlns:tslx="http://uri.etsi.org/02231/v2/additionaltypes#">' +
        `${plan.mimeType ?? 'application/vnd.etsi.tsl+xml'}</tslx:MimeType>`,
    ) +
    '</AdditionalInformation></OtherTSLPointer>'
  )
}

export function identity(...ids: readonly string[]): string {
  return `<ServiceDigitalIdentity>${ids.map(id => `<DigitalId>${id}</DigitalId>`).join('')}</ServiceDigitalIdentity>`
}

export function certificateId(certificate: Uint8Array): string {
  return `<X509Certificate>${Buffer.from(certificate).toString('base64')}</X509Certificate>`
}

export function providers(...services: readonly string[]): string {
  return (
    '<TrustServiceProviderList><TrustServiceProvider><TSPInformation><TSPName><Name xml:lang="en">Provider</Name></TSPName>' +
    '<TSPTradeName><Name xml:lang="en">VATXX-1</Name></TSPTradeName></TSPInformation>' +
    `<TSPServices>${services.join('')}</TSPServices></TrustServiceProvider></TrustServiceProviderList>`
  )
}

export interface StatePlan {
  readonly type?: string
  readonly status?: string
  readonly since?: string
  readonly identity?: string
  readonly extensions?: string
}

export const CA_QC = 'http://uri.etsi.org/TrstSvc/Svctype/CA/QC'
export const GRANTED = `${LIST}/Svcstatus/granted`
export const WITHDRAWN = `${LIST}/Svcstatus/withdrawn`

export function service(plan: StatePlan = {}, history: readonly StatePlan[] = [], supplyPoints = ''): string {
  const past = history.map(each => `<ServiceHistoryInstance>${state(each)}</ServiceHistoryInstance>`).join('')
  return (
    `<TSPService><ServiceInformation>${state(plan)}${supplyPoints}</ServiceInformation>` +
    `${past === '' ? '' : `<ServiceHistory>${past}</ServiceHistory>`}</TSPService>`
  )
}

function state(plan: StatePlan): string {
  return (
    `<ServiceTypeIdentifier>${plan.type ?? CA_QC}</ServiceTypeIdentifier>` +
    '<ServiceName><Name xml:lang="en">Service</Name></ServiceName>' +
    `${plan.identity ?? identity()}<ServiceStatus>${plan.status ?? GRANTED}</ServiceStatus>` +
    `<StatusStartingTime>${plan.since ?? '2020-01-01T00:00:00Z'}</StatusStartingTime>` +
    `${plan.extensions === undefined ? '' : `<ServiceInformationExtensions>${plan.extensions}</ServiceInformationExtensions>`}`
  )
}

export function extension(content: string, critical = 'true'): string {
  return `<Extension Critical="${critical}">${content}</Extension>`
}
