import {cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {RedislabError} from '../../core/errors/errors.ts'
import {logElsewhere} from './container-arguments.ts'
import {askEngine, type EngineAt, lastLine, nameEngine} from './container-engine.ts'
import type {Program} from './host.ts'

/** Data of a deployment may be large, and a wire slow. */
const copyWithinMs = 600_000

/**
 * Puts the files of a program into its container, which was made and not started: its folder, and what the deployment shares. In place
 * of its log is a link to where the engine takes it from.
 *
 * @param directory that of the program, without links
 */
export async function copyThere(
  engine: EngineAt,
  container: string,
  {directory, logFile, outputFile}: Pick<Program, 'logFile' | 'outputFile'> & {readonly directory: string},
): Promise<void> {
  const run = path.dirname(directory)
  const own = [logFile, outputFile].flatMap((file) => (file === undefined ? [] : [path.basename(file)]))
  const stage = mkdtempSync(path.join(os.tmpdir(), 'redislab-files-'))
  try {
    const folder = path.join(stage, path.basename(directory))
    cpSync(directory, folder, {
      recursive: true,
      filter: (file) => path.dirname(file) !== directory || !isOurs(path.basename(file), own),
    })
    if (logFile !== undefined) symlinkSync(logElsewhere, path.join(folder, path.basename(logFile)))
    await copy(engine, folder, `${container}:${run}`)
    const shared = path.join(run, 'tls')
    if (existsSync(shared)) await copy(engine, shared, `${container}:${run}`)
  } finally {
    rmSync(stage, {recursive: true, force: true})
  }
}

/** Brings what a program has written in a container that has ended into its folder here. Its log is here already. */
export async function copyBack(engine: EngineAt, container: string, directory: string): Promise<void> {
  const stage = mkdtempSync(path.join(os.tmpdir(), 'redislab-files-'))
  try {
    await copy(engine, `${container}:${directory}`, stage)
    const folder = path.join(stage, path.basename(directory))
    for (const entry of readdirSync(folder, {withFileTypes: true})) {
      if (entry.isSymbolicLink()) continue
      cpSync(path.join(folder, entry.name), path.join(directory, entry.name), {recursive: true, force: true})
    }
  } finally {
    rmSync(stage, {recursive: true, force: true})
  }
}

/** Puts a file into a container at its own path, over the one that is there. */
export async function copyFileThere(engine: EngineAt, container: string, file: string): Promise<void> {
  await copy(engine, file, `${container}:${file}`)
}

/** Not of the program: what it has said, and the notes of what brings that here. */
function isOurs(name: string, own: readonly string[]): boolean {
  return own.includes(name) || name.startsWith('.')
}

/** Without --archive: files keep the number of their owner, who is the one that the program runs as. */
async function copy(engine: EngineAt, from: string, to: string): Promise<void> {
  const {exitCode, stderr} = await askEngine(engine, ['cp', from, to], {timeoutMs: copyWithinMs})
  if (exitCode === 0) return
  throw new RedislabError(
    'CONTAINERS_UNAVAILABLE',
    `${nameEngine(engine)} does not copy the files of an instance: ${lastLine(stderr)}.`,
  )
}
