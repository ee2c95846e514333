import {readFile, rm, writeFile} from 'node:fs/promises'
import path from 'node:path'
import type {Evidence, Fact} from '../../core/evidence/facts.ts'
import {readText} from '../../core/evidence/read-text.ts'
import type {Redaction} from '../../core/evidence/redact.ts'
import {maskSecrets, numberSecrets, secretSign} from '../../core/evidence/secrets.ts'
import {makePrivateFolder} from '../files/make-folder.ts'
import type {Transcript} from '../live/transcripts.ts'
import {piecesOf} from '../sources/file-pieces.ts'
import {type ReadOptions, readSources, type StreamOptions, streamFacts} from '../sources/read-sources.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {MaskedCopy} from './masked-copy.ts'

export const sourcesFolder = 'sources'
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
  {
    signal,
    redaction,
    transcripts = [],
  }: Pick<ReadOptions, 'signal'> & {
    readonly redaction?: Redaction | undefined
    /** What instances were asked and answered; not together with a redaction. */
    readonly transcripts?: readonly Transcript[] | undefined
  },
): Promise<ReadAndStored> {
  if (redaction !== undefined) return await storeRedacted(directory, sources, {signal, redaction})
  return await store(directory, sourcesFolder, sources, {signal, noteRow: undefined, transcripts})
}

interface ReadAndStored {
  readonly evidence: readonly Evidence[]
  readonly stored: readonly StoredSource[]
}

async function store(
  directory: string,
  into: string,
  sources: readonly string[],
  {
    signal,
    noteRow,
    transcripts = [],
  }: Pick<ReadOptions, 'signal'> & {
    readonly noteRow: ((row: string) => void) | undefined
    readonly transcripts?: readonly Transcript[] | undefined
  },
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
  for (const {name, text} of transcripts) {
    count += 1
    const file = String(count).padStart(4, '0')
    await writeFile(path.join(kept, file), text, {mode: 0o600, flag: 'wx'})
    stored.push({path: name, file, isAsked: true})
  }
  const keep = (name: string) => {
    count += 1
    const file = String(count).padStart(4, '0')
    return new MaskedCopy(path.join(kept, file), {
      change,
      // A redaction has to see each line.
      ...(noteRow === undefined ? {only: secretSign} : {}),
      onKept: () => stored.push({path: name, file}),
    })
  }
  const asked = transcripts.map(({name, text}) => readText(name, text))
  const evidence = sources.length === 0 ? asked : [...asked, ...(await readSources(sources, {signal, keep}))]
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
  makePrivateFolder(path.join(directory, sourcesFolder))
  const stored: StoredSource[] = []
  for (const {path: name, file} of plain.stored) {
    const to = path.join(directory, sourcesFolder, file)
    const copy = new MaskedCopy(to, {
      change: (row) => redaction.hideRow(row),
      onKept: () => stored.push({path: redaction.hidePath(name), file}),
    })
    for await (const bytes of piecesOf(path.join(directory, plainFolder, file))) {
      signal?.throwIfAborted()
      copy.push(bytes)
    }
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

/** Tells every line of what an opened deployment was opened from, routine lines, too: as it stands or as a fact. */
export async function streamStoredFacts(
  directory: string,
  stored: readonly StoredSource[],
  sink: (fact: Fact) => void,
  options: Pick<StreamOptions, 'signal' | 'plainLogOf'> = {},
): Promise<void> {
  const {files, nameOf} = filesOf(directory, stored)
  await streamFacts(files, sink, {...options, nameOf})
}

/** What is kept of a source. */
export async function textOfStored(directory: string, {file}: StoredSource): Promise<string> {
  return await readFile(path.join(directory, sourcesFolder, path.basename(file)), 'utf8')
}

function filesOf(directory: string, stored: readonly StoredSource[], from = sourcesFolder) {
  // Only what stands in the folder, whatever a record says.
  const names = new Map(
    stored.map(({path: name, file}) => [path.join(directory, from, path.basename(file)), name]),
  )
  return {files: [...names.keys()], nameOf: (file: string) => names.get(file) ?? file}
}
