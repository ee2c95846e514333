import {readFile, writeFile} from 'node:fs/promises'
import path from 'node:path'
import type {Evidence, Fact} from '../../core/evidence/facts.ts'
import {readText} from '../../core/evidence/read-text.ts'
import {numberSecrets} from '../../core/evidence/secrets.ts'
import {makePrivateFolder} from '../files/make-folder.ts'
import type {Transcript} from '../live/transcripts.ts'
import {type ReadOptions, readSources, streamFacts} from '../sources/read-sources.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {MaskedCopy} from './masked-copy.ts'

const folder = 'sources'

/** A source, and the file of the folder that holds what is kept of it. */
export type StoredSource = NonNullable<DeploymentRecord['opened']>['sources'][number]

/**
 * Reads sources, and keeps them in the folder of a deployment without their secrets: of two that were the same it can still be
 * told, and lines keep their numbers.
 *
 * @throws RedislabError SOURCE_NOT_FOUND, SOURCE_UNREADABLE
 */
export async function readAndStore(
  directory: string,
  sources: readonly string[],
  {signal, transcripts = []}: Pick<ReadOptions, 'signal'> & {readonly transcripts?: readonly Transcript[]},
): Promise<{readonly evidence: readonly Evidence[]; readonly stored: readonly StoredSource[]}> {
  const kept = path.join(directory, folder)
  makePrivateFolder(kept)
  const standIn = numberSecrets()
  const stored: StoredSource[] = []
  let count = 0
  for (const {name, text} of transcripts) {
    count += 1
    const file = String(count).padStart(4, '0')
    await writeFile(path.join(kept, file), text, {mode: 0o600, flag: 'wx'})
    stored.push({path: name, file, isAsked: true})
  }
  const keep = (name: string) => {
    count += 1
    const file = String(count).padStart(4, '0')
    return new MaskedCopy(path.join(kept, file), standIn, () => stored.push({path: name, file}))
  }
  const asked = transcripts.map(({name, text}) => readText(name, text))
  const evidence = sources.length === 0 ? asked : [...asked, ...(await readSources(sources, {signal, keep}))]
  return {evidence, stored}
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

/** What is kept of a source. */
export async function textOfStored(directory: string, {file}: StoredSource): Promise<string> {
  return await readFile(path.join(directory, folder, path.basename(file)), 'utf8')
}

function filesOf(directory: string, stored: readonly StoredSource[]) {
  // Only what stands in the folder, whatever a record says.
  const names = new Map(
    stored.map(({path: name, file}) => [path.join(directory, folder, path.basename(file)), name]),
  )
  return {files: [...names.keys()], nameOf: (file: string) => names.get(file) ?? file}
}
