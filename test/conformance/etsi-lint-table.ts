import type { Code } from '../../src/requirements/catalogue.ts'

/** A requirement of ours, the reasons that mean the same, and a word that the facts must mention. */
type Ours = readonly [code: Code, reasons: string, mention?: string]

/** What the extension of statements says of itself where it has none. */
const QC_STATEMENTS_EMPTY = '"extension":"1.3.6.1.5.5.7.1.3","reason":"value-missing"'

/** For each code of the linter, what means the same here; one of the rows must be found. */
export const OURS: Readonly<Record<string, readonly Ours[]>> = {
  'etsi.en_319_411_1.gen-6.3.3-12.multiple_reserved_policy_oids_present': [
    ['profile.reserved-policy', 'several'],
  ],
  'etsi.en_319_411_1.gen-6.3.3-12.prohibited_reserved_policy_oid_present': [
    ['profile.reserved-policy', 'other-policy'],
  ],
  'etsi.en_319_412_1.leg-5.1.4-02.invalid_format': [['profile.organization-identifier', 'malformed']],
  'etsi.en_319_412_1.leg-5.1.4-03.invalid_country': [
    ['profile.organization-identifier', 'unassigned-country'],
  ],
  'etsi.en_319_412_1.leg-5.1.4-03.invalid_scheme': [['profile.organization-identifier', 'unknown-scheme']],
  'etsi.en_319_412_1.leg-5.1.4-05.national_id_scheme_name_registration_authorities_missing': [
    ['profile.organization-registry', 'missing'],
  ],
  'etsi.en_319_412_1.leg-5.1.4-05.national_id_scheme_name_registration_authorities_uri_missing': [
    ['profile.organization-registry', 'address-missing'],
  ],
  'etsi.en_319_412_1.leg-5.1.6-03.eidas_legal_person_identifier_too_long': [
    ['profile.eidas-organization-identifier', 'too-long'],
  ],
  'etsi.en_319_412_1.leg-5.1.6-03.eidas_legal_person_identifier_whitespace_present': [
    ['profile.eidas-organization-identifier', 'white-space'],
  ],
  'etsi.en_319_412_1.nat-5.1.3-05.national_id_scheme_name_registration_authorities_missing': [
    ['profile.person-registry', 'missing'],
  ],
  'etsi.en_319_412_1.nat-5.1.3-06.national_id_scheme_name_registration_authorities_uri_missing': [
    ['profile.person-registry', 'address-missing'],
  ],
  'etsi.en_319_412_1.nat-5.1.3.invalid_identifier_country': [
    ['profile.person-identifier', 'unassigned-country'],
  ],
  'etsi.en_319_412_1.nat-5.1.3.invalid_identifier_format': [['profile.person-identifier', 'malformed']],
  'etsi.en_319_412_1.nat-5.1.3.invalid_identifier_scheme': [['profile.person-identifier', 'unknown-scheme']],
  'etsi.en_319_412_2.authority_info_access_extension_absent': [
    ['profile.authority-information-access', 'absent'],
  ],
  'etsi.en_319_412_2.certificate_policies_extension_absent': [['profile.certificate-policies', 'absent']],
  'etsi.en_319_412_2.gen-4.2.3.1-2.common_name_attribute_absent': [
    ['profile.issuer-attributes', 'missing', 'commonName'],
  ],
  'etsi.en_319_412_2.gen-4.2.3.1-2.country_attribute_absent': [
    ['profile.issuer-attributes', 'missing', 'countryName'],
  ],
  'etsi.en_319_412_2.gen-4.2.3.1-2.organization_name_attribute_absent': [
    ['profile.issuer-attributes', 'missing', 'organizationName'],
  ],
  'etsi.en_319_412_2.gen-4.2.3.1-3.organization_id_and_organization_name_attribute_values_equal': [
    ['profile.issuer-identifier', 'equals-name'],
  ],
  'etsi.en_319_412_2.gen-4.2.3.1-5.prohibited_duplicate_attribute_present': [
    ['profile.issuer-attributes-once', 'repeated'],
  ],
  'etsi.en_319_412_2.gen-4.3.10-1.eku_extension_is_critical': [
    ['profile.extended-key-usage-criticality', 'critical'],
  ],
  'etsi.en_319_412_2.gen-4.3.11-2.crldp_extension_missing': [['profile.crl-distribution-points', 'absent']],
  'etsi.en_319_412_2.gen-4.3.11-4.http_or_ldap_crldp_distribution_point_uri_missing': [
    ['profile.crl-address', 'not-http-or-ldap'],
  ],
  'etsi.en_319_412_2.gen-4.3.11-5.crl_extension_is_critical': [
    ['profile.crl-distribution-points-criticality', 'critical'],
  ],
  'etsi.en_319_412_2.gen-4.3.5-1.san_extension_is_critical': [
    ['profile.subject-alt-name-criticality', 'critical'],
  ],
  'etsi.en_319_412_2.gen-4.3.6-1.ian_extension_is_critical': [
    ['profile.issuer-alt-name-criticality', 'critical'],
  ],
  'etsi.en_319_412_2.gen-4.4.1-3.ca_issuers_aia_access_method_absent': [
    ['profile.issuer-certificate-address', 'absent'],
  ],
  'etsi.en_319_412_2.gen-4.4.1-4.ca_issuers_aia_access_method_http_uri_missing': [
    ['profile.issuer-certificate-address', 'not-http'],
  ],
  'etsi.en_319_412_2.gen-4.4.1-6.ocsp_aia_access_method_http_uri_missing': [
    ['profile.ocsp-address', 'not-http'],
  ],
  'etsi.en_319_412_2.gen-4.4.1-8.ocsp_aia_access_method_absent': [['profile.ocsp-address', 'absent']],
  'etsi.en_319_412_2.nat-4.2.4-1.required_attribute_missing': [['profile.person-attributes', 'missing']],
  'etsi.en_319_412_2.nat-4.2.4-3.prohibited_duplicate_attribute_present': [
    ['profile.person-attributes-once', 'repeated'],
  ],
  'etsi.en_319_412_2.nat-4.2.4-4.mixed_pseudonym_and_name_attributes_present': [
    ['profile.person-pseudonym', 'beside-name'],
  ],
  'etsi.en_319_412_2.nat-4.3.2-1.invalid_content_commitment_setting': [
    ['profile.key-usage-commitment', 'not-for-commitment'],
  ],
  'etsi.en_319_412_2.nat-4.3.2-1.unknown_key_usage_setting': [['profile.key-usage', 'other-combination']],
  'etsi.en_319_412_2.qc_statements_extension_absent': [['profile.qc-statements', 'absent']],
  'etsi.en_319_412_2.qcs-5.2-1.multiple_certificate_type_policy_identifiers_present': [
    ['profile.qualified-policy', 'several'],
  ],
  'etsi.en_319_412_2.qcs-5.2-2.mismatched_policy_identifier_for_certificate_type': [
    ['profile.qualified-policy', 'other-policy'],
  ],
  'etsi.en_319_412_3.leg-4.2.1-2.common_name_attribute_absent': [
    ['profile.subject-attributes', 'missing', 'commonName'],
  ],
  'etsi.en_319_412_3.leg-4.2.1-2.organization_identifier_attribute_absent': [
    ['profile.subject-attributes', 'missing', 'organizationIdentifier'],
  ],
  'etsi.en_319_412_3.leg-4.2.1-3.prohibited_duplicate_attribute_present': [
    ['profile.subject-attributes-once', 'repeated'],
  ],
  'etsi.en_319_412_3.leg-4.2.1-6.organization_id_and_organization_name_attribute_values_equal': [
    ['profile.subject-identifier', 'equals-name'],
  ],
  'etsi.en_319_412_4.web-4.1.3-4.common_name_unknown_source': [['profile.common-name', 'other-name']],
  'etsi.en_319_412_4.web-4.1.4-2.common_name_unknown_source': [['profile.common-name', 'other-name']],
  'etsi.en_319_412_4.web-4.1.3-4.eku_extension_is_critical': [
    ['profile.extended-key-usage-criticality', 'critical'],
  ],
  'etsi.en_319_412_4.web-4.1.3-4.eku_missing': [['profile.extended-key-usage', 'absent']],
  'etsi.en_319_412_4.web-4.1.3-4.san_missing': [['profile.subject-alt-name', 'absent']],
  'etsi.en_319_412_5.gen-4.2.3.qc_type_mismatch': [['profile.qc-type', 'other-type']],
  'etsi.en_319_412_5.gen-4.2.4.iso_country_code_invalid': [
    ['profile.qc-legislation-country', 'unassigned-country'],
  ],
  // An empty list is not of its type (SIZE (1..MAX)), so the reading of the statement ends there.
  'etsi.en_319_412_5.gen-4.2.4.iso_country_code_list_empty': [
    ['certificate.qc-statement-syntax', 'malformed', '0.4.0.1862.1.7'],
  ],
  'etsi.en_319_412_5.gen-4.3.2.amount_negative': [['profile.qc-limit-value', 'negative-amount']],
  'etsi.en_319_412_5.gen-4.3.2.currency_code_invalid': [['profile.qc-limit-value', 'unknown-currency']],
  'etsi.en_319_412_5.gen-4.3.2.exponent_negative': [['profile.qc-limit-value', 'negative-exponent']],
  'etsi.en_319_412_5.gen-4.3.3.retention_period_years_not_positive': [
    ['profile.qc-retention-period', 'not-positive'],
  ],
  'etsi.en_319_412_5.gen-4.3.4.iso_language_code_invalid': [
    ['profile.qc-disclosure-language', 'unknown-language'],
  ],
  'etsi.en_319_412_5.gen-4.3.4.url_scheme_not_https': [['profile.qc-disclosure-address', 'not-https']],
  'etsi.en_319_412_5.qcs-4.1-02.qcstatements_extension_is_critical': [
    ['profile.qc-statements-criticality', 'critical'],
  ],
  'etsi.en_319_412_5.qcs-5.01.qc_cc_legislation_qualified_statement_absent': [
    ['profile.qc-legislation', 'absent'],
  ],
  'etsi.en_319_412_5.qcs-5.01.qc_cc_legislation_qualified_statement_present': [
    ['profile.qc-legislation', 'other-law'],
  ],
  // Where the extension is there without any statement, it is not of its type: all of them are missing at
  // once.
  'etsi.en_319_412_5.qcs-5.01.qc_compliance_qualified_statement_absent': [
    ['profile.qc-compliance', 'absent'],
    ['certificate.extension-syntax', 'malformed', QC_STATEMENTS_EMPTY],
  ],
  'etsi.en_319_412_5.qcs-5.01.qc_sscd_qualified_statement_absent': [
    ['profile.qc-sscd', 'absent'],
    ['certificate.extension-syntax', 'malformed', QC_STATEMENTS_EMPTY],
  ],
  'etsi.en_319_412_5.qcs-5.01.qc_sscd_qualified_statement_present': [['profile.qc-sscd', 'not-for-websites']],
  'etsi.en_319_412_5.qcs-5.01.qc_type_qualified_statement_absent': [
    ['profile.qc-type', 'absent'],
    ['certificate.extension-syntax', 'malformed', QC_STATEMENTS_EMPTY],
  ],
  'etsi.extensions_field_absent': [['profile.extensions', 'absent']],
  'etsi.internal_domain_name': [['profile.public-names', 'internal-name']],
  'etsi.internal_ip_address': [['profile.public-names', 'internal-address']],
  'etsi.nat_5.1.5-03.invalid_character_serial': [['profile.eidas-person-identifier', 'malformed']],
  'etsi.nat_5.1.5-03.invalid_iso_3166': [['profile.eidas-person-identifier', 'unassigned-country malformed']],
  'etsi.nat_5.1.5-03.invalid_syntax_serial': [['profile.eidas-person-identifier', 'malformed']],
  'etsi.ts_119_495.gen-5.1.1.qc_eu_pds_missing': [
    ['profile.psd2-statement', 'absent policy-without-statement'],
  ],
  'etsi.ts_119_495.gen-5.2-2.invalid_psp_oid': [['psd2.roles', 'unknown-role']],
  'etsi.ts_119_495.gen-5.2-2.invalid_psp_role': [['psd2.role-names', 'unknown-role-name']],
  // The linter has one code for every identifier but PSD…; ours say what is wrong, and other schemes are
  // lawful since 2021.
  'etsi.ts_119_495.gen-5.2.1-3.invalid_psd_organization_id_format': [
    ['profile.organization-identifier', 'unknown-scheme malformed'],
    ['psd2.organization-identifier', 'identifier-malformed identifier-of-other-scheme'],
  ],
  'etsi.ts_119_495.gen-5.2.2-1.roles_of_psp_empty': [['psd2.role-presence', 'no-role']],
  'etsi.ts_119_495.gen-5.2.2-5.psp_role_mismatch': [['psd2.role-names', 'conflicting-role-name']],
  'etsi.ts_119_495.gen-5.2.3-1.nca_name_non_latin': [['psd2.authority-name', 'name-not-latin']],
  'etsi.ts_119_495.gen-5.2.3-2.invalid_ca_identifier': [
    ['psd2.authority-id', 'id-malformed id-country-only'],
  ],
  'etsi.ts_119_495.gen-5.2.3-2.invalid_iso_country': [
    ['psd2.authority-id', 'id-unassigned-country id-country-of-three-letters'],
  ],
  'etsi.ts_119_495.gen-5.2.3-2.invalid_structure': [
    ['psd2.authority-id', 'id-without-country id-country-only id-separator id-malformed'],
  ],
  'etsi.ts_119_495.ovr-6.1-3.prohibited_psd2_policy_oid_present': [
    ['profile.psd2-statement', 'policy-without-statement'],
  ],
  // QcType with no type, or with several.
  'itu.invalid_asn1_syntax': [
    ['profile.qc-type', 'several', '0.4.0.1862.1.6.'],
    ['certificate.qc-statement-syntax', 'malformed', '"statement":"0.4.0.1862.1.6","reason":"value-missing"'],
  ],
  'pkix.authority_key_identifier_extension_absent': [['profile.authority-key-identifier', 'absent']],
  'pkix.name_empty': [
    ['profile.issuer-attributes', 'missing', '["countryName","organizationName","commonName"]'],
  ],
  'pkix.prohibited_qualified_statement_present': [['profile.qc-syntax', 'superseded']],
}

/** What the linter finds in a certificate and we do not, on purpose. */
export const NOT_OURS: readonly { readonly id: string; readonly code: string; readonly reason: string }[] = [
  {
    id: 'qevcp_w_psd2_eidas_pre_certificate/nca_name_not_latin',
    code: 'etsi.ts_119_495.gen-5.2.3-1.nca_name_non_latin',
    reason:
      'The name is "The Netherlands BÖnk". GEN-5.2.3-1 asks for the Latin alphabet, which Ö is a letter of; the linter asks for ASCII, which would refuse the own names of authorities such as "Česká národní banka".',
  },
]

/** Errors that we find where the linter has no error of ETSI. */
export const ALSO_OURS: readonly { readonly id: string; readonly ours: string; readonly reason: string }[] = [
  ...[
    'qevcp_w_psd2_eidas_non_browser_pre_certificate/validity_period_too_long',
    'qevcp_w_psd2_eidas_pre_certificate/validity_period_too_long',
    'qevcp_w_psd2_eidas_pre_certificate/validity_period_too_long_with_psd2_policy',
  ].map(id => ({
    id,
    ours: 'profile.website-validity too-long',
    reason:
      'The linter has the same error under the code of the CA/Browser Forum (certificate_validity_period_exceeds_398_days).',
  })),
  {
    id: 'qncp_w_gen_legal_person_eidas_final_certificate/small_rsa_key',
    ours: 'certificate.public-key too-small',
    reason:
      'RSA of 1,560 bits; ETSI TS 119 312 ended the use of less than 2,048. The linter tells it as a notice.',
  },
  {
    id: 'qncp_w_gen_legal_person_eidas_final_certificate/eidas_natural_person_id',
    ours: 'certificate.organization-identifier other-form',
    reason:
      'The identifier is of no registration scheme, so whom it names is undetermined. EN 319 412-1 does not forbid it, and nothing is violated.',
  },
]

/** Website certificates under services that were granted, and what we find in them. */
export const REAL: readonly { readonly file: string; readonly errors: readonly string[] }[] = [
  { file: 'f1e0ff0c', errors: [] },
  { file: '9b775b8b', errors: [] },
  // Asserts QCP-w-psd2 and a policy of its issuer, none of EN 319 411-2.
  { file: 'b8f4d3ce', errors: [] },
  { file: 'ec0ae09f', errors: [] },
  // Claims EV, has an organizationIdentifier, and lacks the extension that EV has asked for since 2020-01-31.
  { file: '27094ae5', errors: ['profile.ev-organization-identifier absent'] },
]
