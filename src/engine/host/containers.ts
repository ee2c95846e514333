import {readFileSync, realpathSync, writeFileSync} from 'node:fs'
import {stat} from 'node:fs/promises'
import path from 'node:path'
import {hasErrorCode, RedislabError} from '../../core/errors/errors.ts'
import {settleAll} from '../time/settle.ts'
import {waitFor} from '../time/wait.ts'
import {labels, whereLabel} from './container-arguments.ts'
import {askEngine, contextFlags, type EngineAt, lastLine, nameEngine} from './container-engine.ts'

/**
 * In a state folder: which engines have run containers for it, a line each: the command, and the context of one that is elsewhere.
 * Where there is none, none is asked.
 */
const engineFile = '.containers'

/** Killed containers are gone in a moment; a busy engine takes longer. */
const goneWithinMs = 30_000

/** Writes down that an engine is about to run containers for a state folder: from then on what is left is looked for there. */
export function noteEngine(home: string, {engine, context}: EngineAt): void {
  const known = readLines(home)
  const line = context === undefined ? engine : `${engine} ${context}`
  if (known.includes(line)) return
  writeFileSync(path.join(home, engineFile), [...known, line].map((one) => `${one}\n`).join(''), {
    mode: 0o600,
  })
}

export function readEngines(home: string): readonly EngineAt[] {
  return readLines(home).flatMap((line): readonly EngineAt[] => {
    const [engine, context] = line.split(' ')
    return engine === 'docker' || engine === 'podman' ? [{engine, context}] : []
  })
}

function readLines(home: string): readonly string[] {
  try {
    return readFileSync(path.join(home, engineFile), 'utf8').split('\n').filter(Boolean)
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
  const wanted = labelsOf(real, instance)
  // One that does not answer keeps nothing from being removed elsewhere.
  await settleAll(readEngines(path.dirname(real)).map((engine) => removeAll(engine, wanted)))
}

function labelsOf(directory: string, instance: string | undefined): readonly string[] {
  return [
    `${labels.directory}=${directory}`,
    ...(instance === undefined ? [] : [`${labels.instance}=${instance}`]),
  ]
}

/**
 * The containers of an instance on an engine, whatever state they are in.
 *
 * @param directory that of the instance, without links
 * @returns their ids
 * @throws RedislabError CONTAINERS_UNAVAILABLE
 */
export async function listContainers(engine: EngineAt, directory: string): Promise<readonly string[]> {
  return list(engine, labelsOf(path.dirname(directory), path.basename(directory)))
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
async function listIfItRuns(engine: EngineAt, wanted: readonly string[]): Promise<readonly string[]> {
  try {
    return await list(engine, wanted)
  } catch (error) {
    if (hasErrorCode(error, 'CONTAINERS_UNAVAILABLE')) return []
    throw error
  }
}

async function removeAll(engine: EngineAt, wanted: readonly string[]): Promise<void> {
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
  const command = [engine.engine, ...contextFlags(engine)].join(' ')
  throw new RedislabError(
    'TIMED_OUT',
    `Containers were not removed within ${goneWithinMs / 1000} s: ${lastLine(said)}.`,
    {
      suggestions: [
        `Remove them: ${command} rm --force $(${command} ps --all --quiet --filter label=${wanted[0]})`,
      ],
    },
  )
}

async function list(engine: EngineAt, wanted: readonly string[]): Promise<readonly string[]> {
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
    `${nameEngine(engine)} does not list its containers: ${lastLine(stderr)}.`,
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
