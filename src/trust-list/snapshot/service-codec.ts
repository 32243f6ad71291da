import { CA_QC } from '../names.ts'
import type {
  ListedCertificate,
  LocalText,
  Provider,
  Service,
  ServiceState,
  TakenOver,
} from '../trust-list.ts'
import { type BlockReader, readAll, readOptional, readShared, readText } from './block-reader.ts'
import { type BlockWriter, writeAll, writeOptional, writeText } from './block-writer.ts'
import {
  listedCertificate,
  readCertificate,
  type StoredCertificate,
  writeCertificate,
} from './certificate-codec.ts'
import { readQualification, writeQualification } from './qualification-codec.ts'

export function writeProvider(writer: BlockWriter, { names, tradeNames, services }: Provider): void {
  writeAll(writer, names, writeLocalText)
  writeAll(writer, tradeNames, writeLocalText)
  writeAll(writer, services, writeService)
}

/** A provider without services, and a service that issues nothing that is qualified, are never written. */
export function readProvider(reader: BlockReader): Provider {
  const names = readAll(reader, readLocalText)
  const tradeNames = readAll(reader, readLocalText)
  let count = 0
  const stored = readAll(reader, from => {
    count++
    return readService(from)
  })
  const services = stored.map(each => withCertificates(each, reader.certificates))
  return count > 0 ? { names, tradeNames, services } : reader.nothing({ names, tradeNames, services })
}

/** Without X509SubjectName values: they repeat the certificates, and no decision asks for them. */
function writeService(writer: BlockWriter, service: Service): void {
  writeState(writer, service)
  writeAll(writer, service.certificates, writeCertificate)
  writeAll(writer, service.keyIdentifiers, (to, identifier) => to.octets(identifier))
  writeAll(writer, service.supplyPoints, writeSupplyPoint)
  writeAll(writer, service.history, writeState)
}

interface StoredService {
  readonly state: ServiceState
  readonly stored: readonly StoredCertificate[]
  readonly keyIdentifiers: readonly Uint8Array[]
  readonly supplyPoints: Service['supplyPoints']
  readonly history: readonly ServiceState[]
}

function readService(reader: BlockReader): StoredService {
  let issuesQualified = false
  const readEach = (from: BlockReader): ServiceState => {
    const state = readState(from)
    issuesQualified ||= state.type === CA_QC
    return state
  }
  const service = {
    state: readEach(reader),
    stored: readAll(reader, readCertificate),
    keyIdentifiers: readAll(reader, from => from.octets()),
    supplyPoints: readAll(reader, readSupplyPoint),
    history: readAll(reader, readEach),
  }
  return issuesQualified ? service : reader.nothing(service)
}

/**
 * Certificates become records when somebody first asks: of the hundreds in a list a verdict asks for a few.
 */
function withCertificates(
  { state, stored, keyIdentifiers, supplyPoints, history }: StoredService,
  read: Map<number, ListedCertificate>,
): Service {
  let listed: readonly ListedCertificate[] | undefined
  return {
    ...state,
    get certificates() {
      listed ??= stored.map(each => listedCertificate(each, read))
      return listed
    },
    readCertificatesAnew: () => stored.map(each => listedCertificate(each, new Map())),
    keyIdentifiers,
    subjectNames: [],
    supplyPoints,
    history,
  }
}

function writeState(writer: BlockWriter, state: ServiceState): void {
  writer.text(state.type)
  writer.share('names', state.names, writeNames)
  writer.text(state.status)
  writer.time(state.since)
  writeAll(writer, state.additionalInformation, writeText)
  writer.share('qualifications', state.qualifications, writeQualifications)
  writeOptional(writer, state.takenOverBy, writeTakenOver)
  writeAll(writer, state.unknownCriticalExtensions, writeText)
}

function readState(reader: BlockReader): ServiceState {
  const type = reader.text()
  const names = readShared(reader, reader.names, readLocalText)
  const status = reader.text()
  const since = reader.time()
  const additionalInformation = readAll(reader, readText)
  const qualifications = readShared(reader, reader.qualifications, readQualification)
  const takenOverBy = readOptional(reader, readTakenOver)
  const unknownCriticalExtensions = readAll(reader, readText)
  const state = {
    type,
    names,
    status,
    since,
    additionalInformation,
    qualifications,
    unknownCriticalExtensions,
  }
  return takenOverBy === undefined ? state : { ...state, takenOverBy }
}

function writeNames(writer: BlockWriter, names: ServiceState['names']): void {
  writeAll(writer, names, writeLocalText)
}

function writeQualifications(writer: BlockWriter, elements: ServiceState['qualifications']): void {
  writeAll(writer, elements, writeQualification)
}

export function writeLocalText(writer: BlockWriter, { language, text }: LocalText): void {
  writer.text(language)
  writer.text(text)
}

export function readLocalText(reader: BlockReader): LocalText {
  return { language: reader.text(), text: reader.text() }
}

function writeTakenOver(writer: BlockWriter, { uri, names, territory }: TakenOver): void {
  writer.text(uri)
  writeAll(writer, names, writeLocalText)
  writer.text(territory)
}

function readTakenOver(reader: BlockReader): TakenOver {
  return { uri: reader.text(), names: readAll(reader, readLocalText), territory: reader.text() }
}

type SupplyPoint = Service['supplyPoints'][number]

function writeSupplyPoint(writer: BlockWriter, { type, uri }: SupplyPoint): void {
  writeOptional(writer, type, writeText)
  writer.text(uri)
}

function readSupplyPoint(reader: BlockReader): SupplyPoint {
  const type = readOptional(reader, readText)
  const uri = reader.text()
  return type === undefined ? { uri } : { type, uri }
}
