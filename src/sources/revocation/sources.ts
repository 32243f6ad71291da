import { randomBytes } from 'node:crypto'
import type { MayAskAgain } from '../../core/allowance.ts'
import { type Result, refused } from '../../core/result.ts'
import type {
  CrlSource,
  OcspSource,
  StatusMemory,
  StatusSources,
  Unavailable,
} from '../../revocation/ports.ts'
import type { HttpClient } from '../http/client.ts'
import { isWholeBetween } from '../http/options.ts'
import { perHost } from '../http/per-host.ts'
import { singleFlight } from '../http/single-flight.ts'
import { httpCrl } from './crl-http.ts'
import { httpOcsp } from './ocsp-http.ts'

export interface RevocationSourcesOptions {
  /** Guarded; the addresses come from certificates. */
  readonly client: HttpClient
  /** Milliseconds for all requests of one validation; 3,000 unless told. */
  readonly timeout?: number
  /** What earlier validations have learnt; nothing is kept unless told. */
  readonly memory?: StatusMemory
  /**
   * Sends 32 octets of chance with each OCSP request. Few responders repeat them, and no cache on the way can
   * answer then.
   */
  readonly nonce?: boolean
  /**
   * Requests to one host at a time; 16 unless told. The others wait, and their wait counts as time of the
   * request.
   */
  readonly perHost?: number
}

/**
 * Everything that `validate` needs to ask about revocation over the network:
 * `validate(question, { lists, crypto, ...revocationSources({ client }) })`. What several validations ask of
 * one address at the same time is asked once.
 *
 * @throws RangeError when the timeout or the number of requests is not a whole number above zero.
 */
export function revocationSources(options: RevocationSourcesOptions): StatusSources {
  const { timeout = 3_000, memory, nonce = false } = options
  if (!isWholeBetween(timeout, 1, 2 ** 31 - 1)) throw new RangeError(`no timeout: ${timeout}`)
  const client = perHost(options.client, options.perHost ?? 16)
  return {
    ocsp: askedOnce(httpOcsp(client, { timeout: Math.max(1, Math.round(timeout / 3)) })),
    crl: fetchedOnce(httpCrl(client, { timeout })),
    deadline: () => deadlineIn(timeout),
    ...(nonce && { nonce: () => new Uint8Array(randomBytes(32)) }),
    ...(memory && { memory }),
  }
}

/**
 * As `AbortSignal.timeout` has it, but with a text for its reason: it fires for every validation, long after
 * most of them have ended, and the error that it has by default takes longer to make than all else of it.
 */
function deadlineIn(milliseconds: number): AbortSignal {
  const controller = new AbortController()
  setTimeout(() => controller.abort(`${milliseconds} ms have passed`), milliseconds).unref()
  return controller.signal
}

/** Requests with a nonce are never equal, so each of them is asked. */
function askedOnce({ ocsp }: OcspSource): OcspSource {
  const join = joining()
  return {
    ocsp: (url, request, signal, mayAskAgain) => {
      const key = `${Buffer.from(request).toString('base64')} ${url}`
      return join(key, signal, both => counted(may => ocsp(url, request, both, may), mayAskAgain))
    },
  }
}

function fetchedOnce({ crl }: CrlSource): CrlSource {
  const join = joining()
  return {
    crl: (url, signal, mayAskAgain) =>
      join(url, signal, both => counted(may => crl(url, both, may), mayAskAgain)),
  }
}

/** What came to whoever asked, and whether it came to that because no exchange was left. */
interface Told {
  readonly answer: Result<Uint8Array, Unavailable>
  readonly wasStopped: boolean
}

async function counted(
  ask: (mayAskAgain: MayAskAgain | undefined) => Promise<Told['answer']>,
  mayAskAgain: MayAskAgain | undefined,
): Promise<Told> {
  let wasStopped = false
  const counting = (may: MayAskAgain) => () => {
    wasStopped = !may()
    return !wasStopped
  }
  const answer = await ask(mayAskAgain && counting(mayAskAgain))
  return { answer, wasStopped: wasStopped && !answer.ok }
}

/**
 * Joins equal questions. Exchanges count for whoever began; where that one had none left, the others ask
 * anew, one of them for all the rest, until somebody has been answered otherwise.
 */
function joining() {
  const flights = singleFlight<Told>()
  return async (key: string, signal: AbortSignal, ask: (signal: AbortSignal) => Promise<Told>) => {
    for (;;) {
      let isOwn = false
      const told = await flights.join(key, signal, both => {
        isOwn = true
        return ask(both)
      })
      if (isOwn || !told?.wasStopped) return told?.answer ?? refused('timed-out')
    }
  }
}
