import {cp, stat} from 'node:fs/promises'
import path from 'node:path'
import {hasErrorCode} from '../../core/errors/errors.ts'
import type {Evidence} from '../../core/evidence/facts.ts'
import {findDeployment} from '../deployment/deployment.ts'
import {makePrivateFolder} from '../files/make-folder.ts'
import {readAndStore, readStoredSources, type StoredSource, sourcesFolder} from '../opened/stored-sources.ts'
import {listDeploymentFiles} from '../sources/deployment-files.ts'
import {isDeploymentName, makeName, runDirectoryOf} from '../state/deployment-name.ts'
import {ensureHome, removeDirectory} from '../state/home.ts'
import {takeLock} from '../state/lock.ts'

/** What there is of a deployment that a twin is made of. */
export interface Original extends AsyncDisposable {
  /** How it is called in sentences. */
  readonly name: string
  readonly evidence: readonly Evidence[]
  readonly stored: readonly StoredSource[]
  /** Puts what was read, without its secrets, into the folder of another deployment. */
  readonly keep: (directory: string) => Promise<void>
}

/**
 * Reads the original of a twin: files as `open` takes them, or a deployment by its name, opened or run.
 *
 * @throws RedislabError SOURCE_NOT_FOUND, SOURCE_UNREADABLE, STATE_UNREADABLE
 */
export async function gatherOriginal(
  sources: readonly string[],
  {home, signal}: {readonly home: string; readonly signal?: AbortSignal | undefined},
): Promise<Original> {
  const [only = ''] = sources
  if (sources.length === 1 && isDeploymentName(only) && !(await isThere(only))) {
    const known = await findDeployment(only, {home, evenIfOpened: true}).catch((error: unknown) => {
      // Then it is the name of a file that is missing.
      if (hasErrorCode(error, 'DEPLOYMENT_NOT_FOUND')) return undefined
      throw error
    })
    const opened = known?.record.opened
    if (known !== undefined && opened !== undefined)
      return {
        name: only,
        evidence: await readStoredSources(known.directory, opened.sources, {signal}),
        stored: opened.sources,
        keep: (directory) => copySources(known.directory, directory),
        [Symbol.asyncDispose]: async () => {},
      }
    if (known !== undefined) {
      const files = await listDeploymentFiles(known.directory, known.record.plan)
      return gatherFiles(files, {home, name: only, signal})
    }
  }
  return gatherFiles(sources, {home, name: sources.join(', '), signal})
}

/** Standard input can be read only once, so what is kept is kept while it is read. */
async function gatherFiles(
  sources: readonly string[],
  {
    home,
    name,
    signal,
  }: {readonly home: string; readonly name: string; readonly signal?: AbortSignal | undefined},
): Promise<Original> {
  await ensureHome(home)
  const draftName = makeName('opening')
  const draft = runDirectoryOf(home, draftName)
  // `clean` takes what nobody holds for a leftover.
  const lock = await takeLock(home, draftName, {signal})
  const dispose = async () => {
    await removeDirectory(draft)
    await lock[Symbol.asyncDispose]()
  }
  try {
    makePrivateFolder(draft)
    const {evidence, stored} = await readAndStore(draft, sources, {signal})
    return {
      name,
      evidence,
      stored,
      keep: (directory) => copySources(draft, directory),
      [Symbol.asyncDispose]: dispose,
    }
  } catch (error) {
    await dispose()
    throw error
  }
}

async function copySources(from: string, to: string): Promise<void> {
  await cp(path.join(from, sourcesFolder), path.join(to, sourcesFolder), {recursive: true})
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}
