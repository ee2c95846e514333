import type {Mode} from '../../core/words.ts'
import {thisMachine} from '../host/this-machine.ts'
import {runDirectoryOf} from '../state/deployment-name.ts'
import {resolveHome} from '../state/home.ts'
import {isInSight, outOfSight} from '../state/in-sight.ts'
import {listDeployments} from './deployment.ts'

export interface DeploymentSummary {
  readonly name: string
  /**
   * `opened` was opened from files and is only read; `stopped` was taken down with --keep; `dead` lost all its processes; `damaged` has no record that can be read; of one
   * that is `unknown` nothing can be told from here: it is another user's, another container's, or a newer redislab's.
   */
  readonly state: 'opened' | 'running' | 'partly running' | 'stopped' | 'dead' | 'damaged' | 'unknown'
  readonly topology: string | null
  readonly mode: Mode | null
  /** How many instances are alive, and of how many; null where it cannot be told. */
  readonly running: number | null
  readonly instances: number
  /** The first port of the data instances. */
  readonly port: number | null
  readonly createdAt: string | null
  readonly directory: string
  /** Why its record cannot be read, or nothing is known of its processes. */
  readonly problem?: string
}

/** Every deployment of a state folder, told from records and processes alone: nobody is asked. */
export async function listSummaries({
  home = resolveHome(),
  signal,
}: {
  home?: string
  signal?: AbortSignal | undefined
} = {}): Promise<readonly DeploymentSummary[]> {
  const {deployments, unreadable} = await listDeployments({home})
  const readable = await Promise.all(
    deployments.map(async ({record, directory}): Promise<DeploymentSummary> => {
      const {plan, processes, createdAt} = record
      const facts = {
        name: plan.name,
        topology: plan.topology,
        mode: plan.mode,
        instances: plan.instances.length,
        port: plan.instances[0]?.port || null,
        createdAt,
        directory,
      }
      if (record.opened !== undefined) return {...facts, state: 'opened', running: null}
      if (!isInSight(record)) return {...facts, state: 'unknown', running: null, problem: outOfSight}
      const entries = plan.instances.map(({name}) => processes[name])
      const alive = await Promise.all(
        entries.map(
          async (entry) => entry?.process != null && (await thisMachine.look(entry.process)) !== undefined,
        ),
      )
      const running = alive.filter(Boolean).length
      const wereStopped = entries.every((entry) => entry?.stopped)
      return {...facts, state: stateOf({running, of: plan.instances.length, wereStopped}), running}
    }),
  )
  signal?.throwIfAborted()
  const others = unreadable.map(
    ({name, problem, isDamaged}): DeploymentSummary => ({
      name,
      state: isDamaged ? 'damaged' : 'unknown',
      topology: null,
      mode: null,
      running: isDamaged ? 0 : null,
      instances: 0,
      port: null,
      createdAt: null,
      directory: runDirectoryOf(home, name),
      problem,
    }),
  )
  return [...readable, ...others].sort((a, b) => a.name.localeCompare(b.name))
}

function stateOf({running, of, wereStopped}: {running: number; of: number; wereStopped: boolean}) {
  if (running === of) return 'running'
  if (running > 0) return 'partly running'
  return wereStopped ? 'stopped' : 'dead'
}
