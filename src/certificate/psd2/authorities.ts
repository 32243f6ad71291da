/**
 * An authority that admits payment service providers.
 *
 * @standard ETSI TS 119 495 V1.8.1, GEN-5.2.3-2 and annex D; EBA, national identification codes, version 4
 */
export interface Authority {
  /** NCAId as certificates must write it today: `ES-BE`. */
  readonly id: string
  /** NCAName in the spelling of the standard's former list. Certificates may spell it otherwise. */
  readonly name: string
  /** Codes, without the country, under which the same authority stands in older certificates: `BDE`. */
  readonly aliases: readonly string[]
}

/**
 * Finds the authority of a country by its present code or a former one. Codes are unique within a country
 * only: `CBI` is the central bank of Ireland and of Iceland.
 *
 * @param country ISO 3166-1 alpha-2, upper case.
 * @param code What stands behind the hyphen of NCAId.
 * @returns Undefined where the list has none. The list changes without the standard, so that alone says
 *   nothing against a certificate.
 */
export function findAuthority(country: string, code: string): Authority | undefined {
  return authorityOf(`${country}-${code}`)
}

/** The same by the whole identifier: `ES-BE`, or `ES-BDE` as it was. */
export function authorityOf(id: string): Authority | undefined {
  return BY_ID.get(id)
}

/** Country, code, name, and codes of earlier lists or of the standard's own example. */
const ROWS: readonly (readonly [
  country: string,
  code: string,
  name: string,
  ...aliases: readonly string[],
])[] = [
  ['AT', 'FMA', 'Austria Financial Market Authority'],
  ['BE', 'NBB', 'National Bank of Belgium'],
  ['BG', 'BNB', 'Bulgarian National Bank'],
  ['CY', 'CBC', 'Central Bank of Cyprus'],
  ['CZ', 'CNB', 'Czech National Bank'],
  ['DE', 'BAFIN', 'Federal Financial Supervisory Authority'],
  ['DK', 'DFSA', 'Danish Financial Supervisory Authority'],
  ['EE', 'FI', 'Estonia Financial Supervisory Authority'],
  ['ES', 'BE', 'Bank of Spain', 'BDE'],
  ['FI', 'FINFSA', 'Finnish Financial Supervisory Authority'],
  ['FR', 'ACPR', 'Prudential Supervisory and Resolution Authority'],
  ['GB', 'FCA', 'Financial Conduct Authority'],
  ['GR', 'BOG', 'Bank of Greece'],
  ['HR', 'HNB', 'Croatian National Bank', 'CNB'],
  ['HU', 'CBH', 'Central Bank of Hungary'],
  ['IE', 'CBI', 'Central Bank of Ireland'],
  ['IS', 'CBI', 'Central Bank of Iceland', 'FME'],
  ['IT', 'BI', 'Bank of Italy'],
  ['LI', 'FMA', 'Financial Market Authority Liechtenstein'],
  ['LT', 'BL', 'Bank of Lithuania'],
  ['LU', 'CSSF', 'Commission for the Supervision of Financial Sector'],
  ['LV', 'BL', 'Bank of Latvia (Latvijas Banka)', 'FCMC'],
  ['MT', 'MFSA', 'Malta Financial Services Authority'],
  ['NL', 'DNB', 'The Netherlands Bank'],
  ['NO', 'FSA', 'The Financial Supervisory Authority of Norway'],
  ['PL', 'PFSA', 'Polish Financial Supervision Authority'],
  ['PT', 'BP', 'Bank of Portugal'],
  ['RO', 'NBR', 'National Bank of Romania'],
  ['SE', 'FINA', 'Swedish Financial Supervision Authority'],
  ['SI', 'BS', 'Bank of Slovenia'],
  ['SK', 'NBS', 'National Bank of Slovakia'],
]

/** Every authority, in the order of the identifiers. */
export const AUTHORITIES: readonly Authority[] = ROWS.map(([country, code, name, ...aliases]) => ({
  id: `${country}-${code}`,
  name,
  aliases,
}))

const BY_ID: ReadonlyMap<string, Authority> = new Map(
  AUTHORITIES.flatMap(authority => [
    [authority.id, authority] as const,
    ...authority.aliases.map(alias => [`${authority.id.slice(0, 2)}-${alias}`, authority] as const),
  ]),
)
