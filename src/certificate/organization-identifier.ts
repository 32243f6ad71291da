/** @standard CA/Browser Forum EV Guidelines, section 9.8.2 (extension 2.23.140.3.1) */
export interface CabfOrganizationIdentifier {
  /** Three letters: `PSD`, `NTR`, `VAT` … */
  readonly scheme: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly stateOrProvince?: string
  readonly reference: string
}
