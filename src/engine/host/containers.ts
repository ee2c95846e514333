import {readFileSync, realpathSync, writeFileSync} from 'node:fs'
import {stat} from 'node:fs/promises'
import path from 'node:path'
import {hasErrorCode, RedislabError} from '../../core/errors/errors.ts'
import type {ContainerEngine} from '../../core/words.ts'
import {waitFor} from '../time/wait.ts'
import {labels, whereLabel} from './container-arguments.ts'
import {askEngine, lastLine} from './container-engine.ts'

/** In a state folder: which engines have run containers for it, a line each. Where there is none, none is asked. */
const engineFile = '.containers'

/** Killed containers are gone in a moment; a busy engine takes longer. */
const goneWithinMs = 30_000

/** Writes down that an engine is about to run containers for a state folder: from then on what is left is looked for there. */
export function noteEngine(home: string, engine: ContainerEngine): void {
  const known = readEngines(home)
  if (known.includes(engine)) return
  writeFileSync(path.join(home, engineFile), [...known, engine].map((one) => `${one}\n`).join(''), {
    mode: 0o600,
  })
}

function readEngines(home: string): readonly ContainerEngine[] {
  try {
    const lines = readFileSync(path.join(home, engineFile), 'utf8').split('\n')
    return (['docker', 'podman'] as const).filter((engine) => lines.includes(engine))
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

/**
 * Removes the containers of a run directory, or of one instance in it, whatever state they are in, and waits until they are gone.
 *
 * @throws RedislabError CONTAINERS_UNAVAILABLE, TIMED_OUT
 */
export async function removeContainers(directory: string, instance?: string): Promise<void> {
  const real = path.join(realHome(path.dirname(directory)), path.basename(directory))
  const wanted = [
    `${labels.directory}=${real}`,
    ...(instance === undefined ? [] : [`${labels.instance}=${instance}`]),
  ]
  for (const engine of readEngines(path.dirname(real))) await removeAll(engine, wanted)
}

/**
 * Removes containers of a state folder whose run directory is gone: those that were made and never started, above all, since
 * they have no process that could be seen.
 *
 * @returns the names of the deployments that they were of
 * @throws RedislabError CONTAINERS_UNAVAILABLE, TIMED_OUT
 */
export async function removeLostContainers(home: string): Promise<readonly string[]> {
  const real = realHome(home)
  const lost: string[] = []
  for (const engine of readEngines(real)) {
    const ids = await listIfItRuns(engine, [`${labels.home}=${real}`])
    if (ids.length === 0) continue
    const format = `{{index .Config.Labels "${labels.directory}"}}`
    const {stdout} = await askEngine(engine, ['inspect', '--type', 'container', '--format', format, ...ids])
    for (const directory of new Set(stdout.split('\n').filter(Boolean))) {
      if (path.dirname(directory) !== real || (await isThere(directory))) continue
      await removeAll(engine, [`${labels.directory}=${directory}`])
      lost.push(path.basename(directory))
    }
  }
  return lost
}

/** An engine that does not run runs no container; what it has stored is found the next time. */
async function listIfItRuns(engine: ContainerEngine, wanted: readonly string[]): Promise<readonly string[]> {
  try {
    return await list(engine, wanted)
  } catch (error) {
    if (hasErrorCode(error, 'CONTAINERS_UNAVAILABLE')) return []
    throw error
  }
}

async function removeAll(engine: ContainerEngine, wanted: readonly string[]): Promise<void> {
  let said = ''
  const gone = await waitFor(
    async () => {
      const ids = await list(engine, wanted)
      if (ids.length === 0) return true
      // It fails for those that the engine is removing by itself: then they are looked for once more.
      said = (await askEngine(engine, ['rm', '--force', '--volumes', ...ids])).stderr
      return undefined
    },
    {withinMs: goneWithinMs, everyMs: 10},
  )
  if (gone) return
  throw new RedislabError(
    'TIMED_OUT',
    `Containers were not removed within ${goneWithinMs / 1000} s: ${lastLine(said)}.`,
    {
      suggestions: [
        `Remove them: ${engine} rm --force $(${engine} ps --all --quiet --filter label=${wanted[0]})`,
      ],
    },
  )
}

async function list(engine: ContainerEngine, wanted: readonly string[]): Promise<readonly string[]> {
  const filters = [`${labels.where}=${whereLabel()}`, ...wanted].flatMap((label) => [
    '--filter',
    `label=${label}`,
  ])
  const {exitCode, stdout, stderr} = await askEngine(engine, [
    'ps',
    '--all',
    '--quiet',
    '--no-trunc',
    ...filters,
  ])
  if (exitCode === 0) return stdout.split('\n').filter(Boolean)
  throw new RedislabError(
    'CONTAINERS_UNAVAILABLE',
    `${engine} does not list its containers: ${lastLine(stderr)}.`,
  )
}

/** Without links; a state folder that is gone is what it was called. */
function realHome(home: string): string {
  try {
    return realpathSync(home)
  } catch (error) {
    if (isMissing(error)) return home
    throw error
  }
}

async function isThere(directory: string): Promise<boolean> {
  return stat(directory).then(
    () => true,
    (error) => {
      if (isMissing(error)) return false
      throw error
    },
  )
}

function isMissing(error: unknown): boolean {
  const {code} = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR'
}
