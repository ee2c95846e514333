import {mkdir, readFile, writeFile} from 'node:fs/promises'
import path from 'node:path'
import type {Evidence} from '../../core/evidence/facts.ts'
import {readText} from '../../core/evidence/read-text.ts'
import {maskSecrets, numberSecrets} from '../../core/evidence/secrets.ts'
import {whyNot} from '../files/plain-file.ts'
import type {SourceText} from '../sources/read-sources.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {unreadable} from '../state/unreadable.ts'

const folder = 'sources'

export type StoredSource = NonNullable<DeploymentRecord['opened']>['sources'][number]

/** What was opened, without its secrets: two that were the same are still told to be. Line numbers stay as they were. */
export function withoutSecrets(texts: readonly SourceText[]): readonly SourceText[] {
  const standIn = numberSecrets()
  return texts.map(({path: name, text}) => ({
    path: name,
    text: text
      .split('\n')
      .map((line) => maskSecrets(line, standIn))
      .join('\n'),
  }))
}

/** The name under which a source is kept: its own may be anything. */
export function storedAs(index: number): string {
  return String(index + 1).padStart(4, '0')
}

/** Keeps what was opened in the folder of the deployment. */
export async function storeSources(directory: string, texts: readonly SourceText[]): Promise<void> {
  const kept = path.join(directory, folder)
  await mkdir(kept, {mode: 0o700})
  await Promise.all(
    texts.map(({text}, index) => writeFile(path.join(kept, storedAs(index)), text, {mode: 0o600})),
  )
}

/**
 * What an opened deployment was opened from, as `readSources` read it.
 *
 * @throws RedislabError STATE_UNREADABLE
 */
export async function readStoredSources(
  directory: string,
  sources: readonly StoredSource[],
): Promise<readonly Evidence[]> {
  return await Promise.all(
    sources.map(async ({path: name, file}) => {
      // Only what stands in the folder, whatever a record says.
      const stored = path.join(directory, folder, path.basename(file))
      try {
        return readText(name, await readFile(stored, 'utf8'))
      } catch (error) {
        throw unreadable(stored, whyNot(error), 'damaged', error)
      }
    }),
  )
}
