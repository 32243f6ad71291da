import type { Crypto } from '../crypto/crypto.ts'
import type { CrlReason, GivenCrl } from './crl/question.ts'
import type { FailedFetch, Fetched, FetchedStatus } from './fetched.ts'
import type { StatusMemo } from './memo.ts'
import type { StatusOrigin, UnusableStatus } from './status.ts'

/** Responses and lists as they came. */
export interface StatusObjects {
  /** Stapled or fetched before, each as it came, in any order. */
  readonly ocspResponses: readonly Uint8Array[]
  /** Complete lists and deltas, DER, in any order. */
  readonly crls: readonly Uint8Array[]
  /** What was fetched for this validation, and what could not be. */
  readonly fetched?: readonly Fetched[]
}

/** The same, as far as it is looked at, and read as far as it can be without knowing the certificate. */
export interface StatusMaterial {
  readonly responses: readonly GivenResponse[]
  readonly lists: readonly GivenCrl[]
  readonly unreadable: readonly UnusableStatus<CrlReason>[]
  readonly failures: readonly FailedFetch[]
  /** Of a list by its SHA-256. */
  readonly origins: ReadonlyMap<string, StatusOrigin>
}

export interface GivenResponse {
  readonly bytes: Uint8Array
  readonly nonce?: Uint8Array
  readonly origin?: StatusOrigin
}

/** A path of nine certificates with two of each kind for every one; more would only cost signatures. */
export const MOST_GIVEN = 20

/** Lists are read, and each of them once. What was fetched is of a bounded number already. */
export async function readMaterial(
  objects: StatusObjects,
  memo: StatusMemo,
  crypto: Crypto,
): Promise<StatusMaterial> {
  const { ocspResponses, crls, fetched = [] } = objects
  const came = fetched.filter(isStatus)
  const given = crls.slice(0, MOST_GIVEN).map(bytes => ({ bytes, origin: undefined }))
  const lists = [...given, ...came.filter(({ source }) => source === 'crl').map(withOrigin)]
  const read = await Promise.all(lists.map(({ bytes }) => memo.readList(bytes, crypto)))
  return {
    responses: [
      ...ocspResponses.slice(0, MOST_GIVEN).map(bytes => ({ bytes })),
      ...came.filter(({ source }) => source === 'ocsp').map(withOrigin),
    ],
    lists: onceEach(read.flatMap(each => ('list' in each ? [each] : []))),
    unreadable: read.flatMap(each => ('list' in each ? [] : [each])),
    failures: fetched.flatMap(each => ('unavailable' in each ? [each] : [])),
    origins: originsOf(read.map(({ sha256 }, index) => ({ sha256, origin: lists[index]?.origin }))),
  }
}

/** A list that was given and then fetched, or fetched for two certificates, is one. */
function onceEach(lists: readonly GivenCrl[]): readonly GivenCrl[] {
  return [...new Map(lists.map(given => [given.sha256, given])).values()]
}

function isStatus(fetched: Fetched): fetched is FetchedStatus {
  return 'bytes' in fetched
}

function withOrigin({ bytes, url, nonce, remembered }: FetchedStatus) {
  return { bytes, origin: { url, remembered: remembered === true }, ...(nonce && { nonce }) }
}

function originsOf(
  all: readonly { readonly sha256: string; readonly origin: StatusOrigin | undefined }[],
): ReadonlyMap<string, StatusOrigin> {
  return new Map(
    all.flatMap(({ sha256, origin }) => (origin === undefined ? [] : [[sha256, origin] as const])),
  )
}
