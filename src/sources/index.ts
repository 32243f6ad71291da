export type {
  ListMemory,
  MemoryReason,
  Remembered,
  Remembering,
  SeenList,
} from '../trust-list/sequence-memory.ts'
export type { BreakerOptions, BreakerState } from './breaker.ts'
export { crlFolder } from './crl-folder.ts'
export { type HttpCrlOptions, httpCrl } from './crl-http.ts'
export { type FileStore, type FileStoreOptions, fileStore } from './file-store.ts'
export { httpClient } from './http.ts'
export type { HttpAnswer, HttpClient, HttpOutcome, HttpRefusal, HttpRequest } from './http-client.ts'
export type { HttpClientOptions } from './http-options.ts'
export { perHost } from './http-per-host.ts'
export { type RetryOptions, withRetries } from './http-retries.ts'
export { type HttpIssuersOptions, httpIssuers } from './issuers.ts'
export { type ListFolder, listFolder } from './list-folder.ts'
export { authenticateFolder, type FolderLists, type FolderOptions } from './list-folder-threads.ts'
export { createListKeeper, type ListKeeper } from './list-keeper.ts'
export { memoryListMemory } from './list-memory.ts'
export { type FileListMemoryOptions, fileListMemory } from './list-memory-file.ts'
export { type StoreListMemoryOptions, storeListMemory } from './list-memory-store.ts'
export { LIST_OF_LISTS_LOCATION } from './list-settings.ts'
export type {
  ClockState,
  ListAttempt,
  ListEvent,
  ListHealth,
  ListHealthRow,
  ListKeeperOptions,
  NoLists,
  Schedule,
} from './list-types.ts'
export { type HttpOcspOptions, httpOcsp } from './ocsp-http.ts'
export { nameServers, type Resolve } from './resolve-name.ts'
export { type RevocationMemoryOptions, revocationMemory } from './revocation-memory.ts'
export { type RevocationSourcesOptions, revocationSources } from './revocation-sources.ts'
export { type Change, type ChangeKind, diffLists } from './snapshot-diff.ts'
export { type SignatureReason, signSnapshot, verifySnapshot } from './snapshot-signature.ts'
export type { KeyValueStore } from './store.ts'
export { type GuardedStore, type GuardOptions, guardedStore, type StoreReason } from './store-guard.ts'
export { type MemoryStoreOptions, memoryStore } from './store-in-memory.ts'
