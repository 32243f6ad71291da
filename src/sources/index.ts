export type {
  ListMemory,
  MemoryReason,
  Remembered,
  Remembering,
  SeenList,
} from '../trust-list/sequence-memory.ts'
export type { HttpAnswer, HttpClient, HttpOutcome, HttpRefusal, HttpRequest } from './http/client.ts'
export { httpClient } from './http/http.ts'
export { type HttpIssuersOptions, httpIssuers } from './http/issuers.ts'
export type { HttpClientOptions } from './http/options.ts'
export { perHost } from './http/per-host.ts'
export { nameServers, type Resolve } from './http/resolve-name.ts'
export { type RetryOptions, withRetries } from './http/retries.ts'
export { type FileListMemoryOptions, fileListMemory } from './list-memory/file.ts'
export { memoryListMemory } from './list-memory/list-memory.ts'
export { type StoreListMemoryOptions, storeListMemory } from './list-memory/store.ts'
export { type ListFolder, listFolder } from './lists/folder.ts'
export { authenticateFolder, type FolderLists, type FolderOptions } from './lists/folder-threads.ts'
export { createListKeeper, type ListKeeper } from './lists/keeper.ts'
export { LIST_OF_LISTS_LOCATION } from './lists/settings.ts'
export type {
  ClockState,
  ListAttempt,
  ListEvent,
  ListHealth,
  ListHealthRow,
  ListKeeperOptions,
  NoLists,
  Schedule,
} from './lists/types.ts'
export { crlFolder } from './revocation/crl-folder.ts'
export { type HttpCrlOptions, httpCrl } from './revocation/crl-http.ts'
export { type RevocationMemoryOptions, revocationMemory } from './revocation/memory.ts'
export { type HttpOcspOptions, httpOcsp } from './revocation/ocsp-http.ts'
export { type RevocationSourcesOptions, revocationSources } from './revocation/sources.ts'
export { type Change, type ChangeKind, diffLists } from './snapshots/diff.ts'
export { type SignatureReason, signSnapshot, verifySnapshot } from './snapshots/signature.ts'
export type { BreakerOptions, BreakerState } from './stores/breaker.ts'
export { type FileStore, type FileStoreOptions, fileStore } from './stores/file-store.ts'
export type { KeyValueStore } from './stores/store.ts'
export { type GuardedStore, type GuardOptions, guardedStore, type StoreReason } from './stores/store-guard.ts'
export { type MemoryStoreOptions, memoryStore } from './stores/store-in-memory.ts'
