export { httpClient } from './http.ts'
export type { HttpAnswer, HttpClient, HttpOutcome, HttpRefusal, HttpRequest } from './http-client.ts'
export type { HttpClientOptions, Resolve } from './http-options.ts'
export { type ListFolder, listFolder } from './list-folder.ts'
