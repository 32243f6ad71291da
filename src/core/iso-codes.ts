/**
 * Whether two lower-case letters are a language. @standard ISO 639-1 (the 183 codes in use, and `sh`,
 * withdrawn in 2000)
 */
export function isLanguageCode(code: string): boolean {
  return LANGUAGES.has(code)
}

/**
 * Whether a code of three upper-case letters, or a number, is a currency in which a sum can be owed.
 * @standard ISO 4217
 */
export function isCurrencyCode(code: string | number): boolean {
  return typeof code === 'string' ? CURRENCIES.has(code) : CURRENCY_NUMBERS.has(code)
}

const LANGUAGES: ReadonlySet<string> = new Set(
  `aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es
  et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj
  kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv
  ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th
  ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu`.split(/\s+/),
)

/**
 * The codes in use with their numbers, and those that were withdrawn since 2021: certificates of that time
 * may name them.
 */
const CURRENCIES: ReadonlyMap<string, number> = new Map(
  `AED784 AFN971 ALL8 AMD51 ANG532 AOA973 ARS32 AUD36 AWG533 AZN944 BAM977 BBD52 BDT50 BGN975 BHD48 BIF108 BMD60 BND96 BOB68
  BOV984 BRL986 BSD44 BTN64 BWP72 BYN933 BZD84 CAD124 CDF976 CHE947 CHF756 CHW948 CLF990 CLP152 CNY156 COP170 COU970
  CRC188 CUC931 CUP192 CVE132 CZK203 DJF262 DKK208 DOP214 DZD12 EGP818 ERN232 ETB230 EUR978 FJD242 FKP238 GBP826 GEL981
  GHS936 GIP292 GMD270 GNF324 GTQ320 GYD328 HKD344 HNL340 HRK191 HTG332 HUF348 IDR360 ILS376 INR356 IQD368 IRR364
  ISK352 JMD388 JOD400 JPY392 KES404 KGS417 KHR116 KMF174 KPW408 KRW410 KWD414 KYD136 KZT398 LAK418 LBP422 LKR144
  LRD430 LSL426 LYD434 MAD504 MDL498 MGA969 MKD807 MMK104 MNT496 MOP446 MRU929 MUR480 MVR462 MWK454 MXN484 MXV979
  MYR458 MZN943 NAD516 NGN566 NIO558 NOK578 NPR524 NZD554 OMR512 PAB590 PEN604 PGK598 PHP608 PKR586 PLN985 PYG600
  QAR634 RON946 RSD941 RUB643 RWF646 SAR682 SBD90 SCR690 SDG938 SEK752 SGD702 SHP654 SLE925 SLL694 SOS706 SRD968 SSP728
  STN930 SVC222 SYP760 SZL748 THB764 TJS972 TMT934 TND788 TOP776 TRY949 TTD780 TWD901 TZS834 UAH980 UGX800 USD840
  USN997 UYI940 UYU858 UYW927 UZS860 VED926 VES928 VND704 VUV548 WST882 XAF950 XCD951 XCG532 XDR960 XOF952 XPF953 XSU994 XUA965 YER886
  ZAR710 ZMW967 ZWG924 ZWL932`
    .split(/\s+/)
    .map(entry => [entry.slice(0, 3), Number(entry.slice(3))] as const),
)

const CURRENCY_NUMBERS: ReadonlySet<number> = new Set(CURRENCIES.values())
