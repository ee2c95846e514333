import path from 'node:path'
import process from 'node:process'
import {RedislabError} from '../../core/errors/errors.ts'
import type {ProcessIdentity} from '../../core/words.ts'
import {packageRoot} from '../files/package-root.ts'
import type {Host} from '../host/host.ts'
import {lookUpProcess} from '../host/process-table.ts'
import {ticksOf} from '../host/whereabouts.ts'
import {writeRecord} from '../state/record.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'

/** In whose lifetime a deployment lives: this process, or another one. */
export type Owner = 'self' | ProcessIdentity

/**
 * A shell that waits until its standard input ends, and then becomes the reaper. The other end is held by this process
 * alone, and the kernel closes it however this process ends. It sleeps in `read`, in a megabyte or two.
 */
const waitForPipe = 'read -r _; exec "$@"'

/**
 * The same for a process that is not this one, so there is no pipe: twice a second it looks whether pid and start time
 * (field 22 of /proc/PID/stat, counted from behind the name) are still those, and not a zombie's. The reaper looks again.
 */
const waitForPid = `
pid=$1 ticks=$2; shift 2
lives() {
  { IFS= read -r line </proc/$pid/stat; } 2>/dev/null || return 1
  set -- \${line##*) }
  case $1 in Z|X) return 1;; esac
  [ "\${20}" = "$ticks" ]
}
while lives; do [ -e deployment.json ] || exit 0; (cd / && exec sleep 0.5); done
exec "$@"`

/**
 * Starts the watcher of a deployment: a process that takes it down as soon as its owner has ended, in whatever way. It is
 * on record, and ends with the deployment.
 */
export async function startWatcher(
  {host, directory, record}: {host: Host; directory: string; record: DeploymentRecord},
  {home, owner}: {home: string; owner: Owner},
): Promise<void> {
  const reaper = [
    process.execPath,
    path.join(packageRoot, 'bundle', 'programs', 'reaper.js'),
    home,
    record.plan.name,
  ]
  const base = {directory, outputFile: path.join(directory, 'watcher.log')}
  const shell = (script: string, args: readonly string[]) => ({
    ...base,
    file: '/bin/sh',
    args: ['-c', script, 'redislab-watcher', ...args],
  })
  if (owner === 'self') record.watcher = await host.start({...shell(waitForPipe, reaper), endsWithUs: true})
  else record.watcher = await host.start(watchingPid(owner))
  await writeRecord(directory, record)

  function watchingPid({pid, startedAt}: ProcessIdentity) {
    const known = [...reaper, String(pid), startedAt]
    if (process.platform !== 'linux') return {...base, file: process.execPath, args: known.slice(1)}
    return shell(waitForPid, [String(pid), ticksOf(startedAt), ...known])
  }
}

/**
 * The process that a pid belongs to now.
 *
 * @throws RedislabError OPTION_INVALID when there is none
 */
export async function findOwner(pid: number): Promise<Owner> {
  if (pid === process.pid) return 'self'
  const facts = Number.isInteger(pid) && pid > 0 ? await lookUpProcess(pid) : undefined
  if (facts !== undefined && facts.state !== 'zombie') return {pid, startedAt: facts.startedAt}
  throw new RedislabError('OPTION_INVALID', `There is no process ${pid} that could own the deployment.`, {
    suggestions: ['Name one that runs, such as the shell of a script: --owner $$'],
    details: {pid},
  })
}
