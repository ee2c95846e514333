import {appendFileSync, readFileSync, realpathSync, renameSync, writeFileSync} from 'node:fs'
import {stat} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {hasErrorCode, RedislabError} from '../../core/errors/errors.ts'
import {settleAll} from '../time/settle.ts'
import {waitFor} from '../time/wait.ts'
import {labels, whereLabel} from './container-arguments.ts'
import {askEngine, contextFlags, type EngineAt, lastLine, nameEngine} from './container-engine.ts'
import type {RunCommandOptions} from './run-command.ts'

/**
 * In a state folder: which engines have run containers for it, a line each: the command, and the context of one that is elsewhere.
 * Where there is none, none is asked.
 */
const engineFile = '.containers'

/** Where nothing is known to be, an engine that is cut off shall not hold up the others. */
const answerWithinMs = 5000

/** Killed containers are gone in a moment; a busy engine takes longer. */
const goneWithinMs = 30_000

/** Writes down that an engine is about to run containers for a state folder: from then on what is left is looked for there. */
export function noteEngine(home: string, {engine, context}: EngineAt): void {
  const line = lineOf({engine, context})
  // Appended: two processes that write at the same time lose no line.
  if (!readLines(home).includes(line)) appendFileSync(path.join(home, engineFile), `${line}\n`, {mode: 0o600})
}

/** The engines that may have containers of a run directory, whatever its record says. */
export function enginesAround(directory: string): readonly EngineAt[] {
  return readEngines(realHome(path.dirname(directory)))
}

function readEngines(home: string): readonly EngineAt[] {
  return [...new Set(readLines(home))].flatMap((line): readonly EngineAt[] => {
    const [engine, context] = line.split(' ')
    return engine === 'docker' || engine === 'podman' ? [{engine, context}] : []
  })
}

/** Engines of other hosts that have no container of a state folder any more are not asked again. */
async function forgetUnused(home: string, engines: readonly EngineAt[]): Promise<void> {
  const isUsed = await Promise.all(
    engines.map(async (engine) => (await listIfItAnswers(engine, [`${labels.home}=${home}`]))?.length !== 0),
  )
  const unused = engines.filter((engine, index) => !isUsed[index] && engine.context !== undefined).map(lineOf)
  const known = readLines(home)
  const kept = known.filter((line) => !unused.includes(line))
  if (kept.length === known.length) return
  const draft = path.join(home, `${engineFile}.${process.pid}`)
  writeFileSync(draft, kept.map((line) => `${line}\n`).join(''), {mode: 0o600})
  renameSync(draft, path.join(home, engineFile))
}

function lineOf({engine, context}: EngineAt): string {
  return context === undefined ? engine : `${engine} ${context}`
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
 * @param engines those that have them
 * @throws RedislabError CONTAINERS_UNAVAILABLE, TIMED_OUT
 */
export async function removeContainers(
  engines: readonly EngineAt[],
  directory: string,
  instance?: string,
): Promise<void> {
  const real = withoutLinks(directory)
  const wanted = labelsOf(real, instance)
  // One that does not answer keeps nothing from being removed elsewhere.
  await settleAll(engines.map((engine) => removeAll(engine, wanted)))
  if (instance === undefined) await forgetUnused(path.dirname(real), engines)
}

/**
 * The same, on engines that may have none: what does not answer soon is left.
 *
 * @returns the contexts of those that did not answer
 * @throws RedislabError CONTAINERS_UNAVAILABLE, TIMED_OUT
 */
export async function removeSuspected(
  engines: readonly EngineAt[],
  directory: string,
  instance?: string,
): Promise<readonly string[]> {
  const wanted = labelsOf(withoutLinks(directory), instance)
  const found = await settleAll(engines.map((engine) => listIfItAnswers(engine, wanted)))
  const answering = engines.filter((_, index) => found[index] !== undefined)
  await removeContainers(answering, directory, instance)
  return namesOf(engines.filter((engine) => !answering.includes(engine)))
}

function namesOf(engines: readonly EngineAt[]): readonly string[] {
  return engines.map(({engine, context}) => context ?? engine)
}

function withoutLinks(directory: string): string {
  return path.join(realHome(path.dirname(directory)), path.basename(directory))
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
 * @returns the names of the deployments that they were of, and the contexts of engines that did not answer
 * @throws RedislabError CONTAINERS_UNAVAILABLE, TIMED_OUT
 */
export async function removeLostContainers(
  home: string,
): Promise<{readonly lost: readonly string[]; readonly silent: readonly string[]}> {
  const real = realHome(home)
  const engines = readEngines(real)
  const found = await settleAll(engines.map((engine) => removeLostOn(engine, real)))
  const answering = engines.filter((_, index) => found[index] !== undefined)
  await forgetUnused(real, answering)
  // An engine of this machine that does not run runs no container.
  const silent = engines.filter((engine) => engine.context !== undefined && !answering.includes(engine))
  return {lost: [...new Set(found.flatMap((names) => names ?? []))], silent: namesOf(silent)}
}

/** @returns undefined where it does not answer: what it has stored is found the next time */
async function removeLostOn(engine: EngineAt, home: string): Promise<readonly string[] | undefined> {
  const ids = await listIfItAnswers(engine, [`${labels.home}=${home}`])
  if (ids === undefined || ids.length === 0) return ids
  const format = `{{index .Config.Labels "${labels.directory}"}}`
  const {stdout} = await askEngine(engine, ['inspect', '--type', 'container', '--format', format, ...ids])
  const lost: string[] = []
  for (const directory of new Set(stdout.split('\n').filter(Boolean))) {
    if (path.dirname(directory) !== home || (await isThere(directory))) continue
    await removeAll(engine, [`${labels.directory}=${directory}`])
    lost.push(path.basename(directory))
  }
  return lost
}

async function listIfItAnswers(
  engine: EngineAt,
  wanted: readonly string[],
): Promise<readonly string[] | undefined> {
  try {
    return await list(engine, wanted, {timeoutMs: answerWithinMs})
  } catch (error) {
    if (hasErrorCode(error, 'CONTAINERS_UNAVAILABLE')) return undefined
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

async function list(
  engine: EngineAt,
  wanted: readonly string[],
  options: RunCommandOptions = {},
): Promise<readonly string[]> {
  const filters = [`${labels.where}=${whereLabel()}`, ...wanted].flatMap((label) => [
    '--filter',
    `label=${label}`,
  ])
  const args = ['ps', '--all', '--quiet', '--no-trunc', ...filters]
  const {exitCode, stdout, stderr} = await askEngine(engine, args, options)
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
