import {once} from 'node:events'
import {accessSync, closeSync, constants, openSync, statSync} from 'node:fs'
import {Socket} from 'node:net'
import process from 'node:process'
import {RedislabError} from '../../core/errors/errors.ts'
import type {ProcessIdentity} from '../../core/words.ts'
import type {Host, Program} from './host.ts'
import {lookUpProcess, type ProcessFacts} from './process-table.ts'
import {spawnPrivate} from './spawn-private.ts'
import {isSameStart} from './whereabouts.ts'
import {withoutSecrets} from './without-secrets.ts'

async function start({
  file,
  args,
  directory,
  outputFile,
  endsWithUs = false,
  env,
}: Program): Promise<ProcessIdentity> {
  checkRunnable(file)
  const output = openSync(outputFile, 'a', 0o600)
  try {
    const subprocess = spawnPrivate(file, args, {
      cwd: directory,
      // A file's descriptor, not a pipe: a pipe would break when redislab ends.
      stdio: [endsWithUs ? 'pipe' : 'ignore', output, output],
      detached: true,
      // Redis stamps its log in local time without a zone; in UTC stamps never jump or repeat.
      env: {...process.env, ...withoutSecrets, ...env, TZ: 'UTC'},
    })
    if (subprocess.pid === undefined) {
      const [error] = await once(subprocess, 'error')
      throw cannotStart(file, error)
    }
    subprocess.unref()
    unrefPipe(subprocess.stdin)
    const facts = await lookUpProcess(subprocess.pid)
    return {pid: subprocess.pid, startedAt: facts?.startedAt ?? 'unknown'}
  } finally {
    closeSync(output)
  }
}

/** The shell could not say it to us. Not through the thread pool, which takes longer than the answer. */
function checkRunnable(file: string): void {
  try {
    accessSync(file, constants.X_OK)
    if (statSync(file).isDirectory()) throw Object.assign(new Error('a folder'), {code: 'EACCES'})
  } catch (error) {
    throw cannotStart(file, error as NodeJS.ErrnoException)
  }
}

/** The pipe stays open for as long as this process lives, and does not keep it alive. */
function unrefPipe(pipe: object | null): void {
  if (pipe instanceof Socket) pipe.unref()
}

function cannotStart(file: string, {code, message}: NodeJS.ErrnoException): RedislabError {
  if (code === 'EACCES' || code === 'EPERM') {
    return new RedislabError('PERMISSION_DENIED', `${file} may not be run: permission denied.`, {
      details: {path: file},
    })
  }
  if (code === 'ENOENT') {
    return new RedislabError('SERVER_NOT_FOUND', `${file} is not there (any more).`, {details: {path: file}})
  }
  return new RedislabError('SERVER_DIED', `${file} could not be started: ${message}.`, {
    details: {path: file},
  })
}

async function look({pid, startedAt}: ProcessIdentity): Promise<ProcessFacts | undefined> {
  const facts = await lookUpProcess(pid)
  const isIt = facts !== undefined && isSameStart(startedAt, facts.startedAt)
  return isIt && facts.state !== 'zombie' ? facts : undefined
}

async function signal(identity: ProcessIdentity, name: NodeJS.Signals): Promise<boolean> {
  if ((await look(identity)) === undefined) return false
  try {
    return process.kill(identity.pid, name)
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ESRCH') return false
    if (code !== 'EPERM') throw error
    throw new RedislabError(
      'PERMISSION_DENIED',
      `Process ${identity.pid} may not be signalled: it belongs to another user.`,
      {
        suggestions: ['Run redislab as the user who started the deployment.'],
        details: {pid: identity.pid},
        cause: error,
      },
    )
  }
}

/** Processes of this machine: they leave nothing, and need no preparation. */
export const localHost: Host = {
  prepare: () => {},
  start,
  look,
  signal,
  bring: async () => {},
  deliver: async () => {},
  clear: async () => [],
}
