import {createReadStream} from 'node:fs'
import {rm} from 'node:fs/promises'
import path from 'node:path'
import type {Evidence, Fact} from '../../core/evidence/facts.ts'
import type {Redaction} from '../../core/evidence/redact.ts'
import {maskSecrets, numberSecrets} from '../../core/evidence/secrets.ts'
import {makePrivateFolder} from '../files/make-folder.ts'
import {type ReadOptions, readSources, streamFacts} from '../sources/read-sources.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {MaskedCopy} from './masked-copy.ts'

const folder = 'sources'
/** What is to be redacted stands here until it is. */
const plainFolder = 'plain'

/** A source, and the file of the folder that holds what is kept of it. */
export type StoredSource = NonNullable<DeploymentRecord['opened']>['sources'][number]

/**
 * Reads sources, and keeps them in the folder of a deployment without their secrets: of two that were the same it can still be
 * told, and lines keep their numbers.
 *
 * @param redaction hides addresses and names in what is kept, and in the evidence
 * @throws RedislabError SOURCE_NOT_FOUND, SOURCE_UNREADABLE
 */
export async function readAndStore(
  directory: string,
  sources: readonly string[],
  {signal, redaction}: Pick<ReadOptions, 'signal'> & {readonly redaction?: Redaction | undefined},
): Promise<ReadAndStored> {
  if (redaction !== undefined) return await storeRedacted(directory, sources, {signal, redaction})
  return await store(directory, folder, sources, {signal, noteRow: undefined})
}

interface ReadAndStored {
  readonly evidence: readonly Evidence[]
  readonly stored: readonly StoredSource[]
}

async function store(
  directory: string,
  into: string,
  sources: readonly string[],
  {signal, noteRow}: Pick<ReadOptions, 'signal'> & {readonly noteRow: ((row: string) => void) | undefined},
): Promise<ReadAndStored> {
  const kept = path.join(directory, into)
  makePrivateFolder(kept)
  const standIn = numberSecrets()
  const stored: StoredSource[] = []
  let count = 0
  const change = (line: string) => {
    const text = maskSecrets(line, standIn)
    noteRow?.(text)
    return text
  }
  const keep = (name: string) => {
    count += 1
    const file = String(count).padStart(4, '0')
    return new MaskedCopy(path.join(kept, file), change, () => stored.push({path: name, file}))
  }
  const evidence = await readSources(sources, {signal, keep})
  return {evidence, stored}
}

/**
 * Which names there are shows only when all was read, and standard input is read once: what was read stands in a folder of its
 * own until it was written again without them. What is known of it is read from what was written.
 */
async function storeRedacted(
  directory: string,
  sources: readonly string[],
  {signal, redaction}: Pick<ReadOptions, 'signal'> & {readonly redaction: Redaction},
): Promise<ReadAndStored> {
  const noteRow = (row: string) => redaction.noteRow(row)
  const plain = await store(directory, plainFolder, sources, {signal, noteRow})
  const {files, nameOf} = filesOf(directory, plain.stored, plainFolder)
  for (const it of plain.evidence) redaction.notePath(it.path)
  await streamFacts(files, (fact) => redaction.noteFact(fact), {signal, nameOf})
  makePrivateFolder(path.join(directory, folder))
  const stored: StoredSource[] = []
  for (const {path: name, file} of plain.stored) {
    const to = path.join(directory, folder, file)
    const copy = new MaskedCopy(
      to,
      (row) => redaction.hideRow(row),
      () => stored.push({path: redaction.hidePath(name), file}),
    )
    for await (const bytes of createReadStream(path.join(directory, plainFolder, file), {signal}))
      copy.push(bytes as Buffer)
    copy.end()
  }
  await rm(path.join(directory, plainFolder), {recursive: true})
  const names = new Set(plain.stored.map((it) => it.path))
  const refused = plain.evidence.filter((it) => !names.has(it.path))
  const read = await readStoredSources(directory, stored, {signal})
  return {evidence: [...read, ...redaction.hide(refused)], stored}
}

/** What an opened deployment was opened from, as it was read then. */
export async function readStoredSources(
  directory: string,
  stored: readonly StoredSource[],
  options: Pick<ReadOptions, 'signal'> = {},
): Promise<readonly Evidence[]> {
  const {files, nameOf} = filesOf(directory, stored)
  return await readSources(files, {...options, nameOf})
}

/** Tells every line of what an opened deployment was opened from, routine lines, too. */
export async function streamStoredFacts(
  directory: string,
  stored: readonly StoredSource[],
  sink: (fact: Fact) => void,
  options: Pick<ReadOptions, 'signal'> = {},
): Promise<void> {
  const {files, nameOf} = filesOf(directory, stored)
  await streamFacts(files, sink, {...options, nameOf})
}

function filesOf(directory: string, stored: readonly StoredSource[], from = folder) {
  // Only what stands in the folder, whatever a record says.
  const names = new Map(
    stored.map(({path: name, file}) => [path.join(directory, from, path.basename(file)), name]),
  )
  return {files: [...names.keys()], nameOf: (file: string) => names.get(file) ?? file}
}
