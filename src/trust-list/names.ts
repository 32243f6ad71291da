/**
 * Namespaces of trusted lists and of their signatures. @standard ETSI TS 119 612 V2.4.1; ETSI EN 319 132-1
 */
export const NAMESPACE = {
  list: 'http://uri.etsi.org/02231/v2#',
  additionalTypes: 'http://uri.etsi.org/02231/v2/additionaltypes#',
  serviceExtensions: 'http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#',
  xades: 'http://uri.etsi.org/01903/v1.3.2#',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
  signature11: 'http://www.w3.org/2009/xmldsig11#',
} as const

/** TSLType values. @standard ETSI TS 119 612, clause 5.3 */
export const LIST_TYPE = {
  listOfLists: 'http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUlistofthelists',
  national: 'http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUgeneric',
} as const

/**
 * ServiceTypeIdentifier of services that issue qualified certificates. @standard ETSI TS 119 612, clause 5.5
 */
export const CA_QC = 'http://uri.etsi.org/TrstSvc/Svctype/CA/QC'

/** MimeType of a pointer to the form that machines read; others point to documents for people. */
const LIST_MIME_TYPE = 'application/vnd.etsi.tsl+xml'

/** The scheme territory of the list of lists. */
export const UNION = 'EU'

export function isForMachines(mimeType: string): boolean {
  return mimeType.toLowerCase() === LIST_MIME_TYPE
}

/**
 * AdditionalServiceInformation of those that issue them for websites. @standard ETSI TS 119 612, clause 5.5
 */
export const FOR_WEBSITES = 'http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/ForWebSiteAuthentication'

/**
 * Every qualifier that the standard has, by its address; those for secure devices of the Directive and of the
 * Regulation are among them, and decide nothing here.
 *
 * @standard ETSI TS 119 612, clause 5.5.9.2
 */
export const QUALIFIER_ADDRESSES: ReadonlySet<string> = new Set(
  [
    'NotQualified',
    'QCForESeal',
    'QCForESig',
    'QCForLegalPerson',
    'QCForWSA',
    'QCNoQSCD',
    'QCNoSSCD',
    'QCQSCDManagedOnBehalf',
    'QCQSCDStatusAsInCert',
    'QCSSCDStatusAsInCert',
    'QCStatement',
    'QCWithQSCD',
    'QCWithSSCD',
  ].map(word => `http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/${word}`),
)
