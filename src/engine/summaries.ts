import type {Mode} from '../core/status/status.ts'
import {listDeployments} from './deployment.ts'
import {localHost} from './host/local-host.ts'
import {runDirectoryOf} from './state/deployment-name.ts'
import {resolveHome} from './state/home.ts'

export interface DeploymentSummary {
  readonly name: string
  /** `stopped` was taken down with --keep; `dead` lost all its processes; `damaged` has no record that can be read. */
  readonly state: 'running' | 'partly running' | 'stopped' | 'dead' | 'damaged'
  readonly topology: string | null
  readonly mode: Mode | null
  /** How many instances are alive, and of how many. */
  readonly running: number
  readonly instances: number
  /** The first port of the data instances. */
  readonly port: number | null
  readonly createdAt: string | null
  readonly directory: string
  /** Why its record cannot be read. */
  readonly problem?: string
}

/** Every deployment of a state folder, told from records and processes alone: nobody is asked. */
export async function listSummaries({
  home = resolveHome(),
  signal,
}: {
  home?: string
  signal?: AbortSignal
} = {}): Promise<readonly DeploymentSummary[]> {
  const {deployments, damaged} = await listDeployments({home})
  const readable = await Promise.all(
    deployments.map(async ({record, directory}): Promise<DeploymentSummary> => {
      const {plan, processes, createdAt} = record
      const entries = plan.instances.map(({name}) => processes[name])
      const alive = await Promise.all(
        entries.map(
          async (entry) => entry?.process != null && (await localHost.look(entry.process)) !== undefined,
        ),
      )
      const running = alive.filter(Boolean).length
      const wereStopped = entries.every((entry) => entry?.stopped)
      return {
        name: plan.name,
        state: stateOf({running, of: plan.instances.length, wereStopped}),
        topology: plan.topology,
        mode: plan.mode,
        running,
        instances: plan.instances.length,
        port: plan.instances[0]?.port ?? null,
        createdAt,
        directory,
      }
    }),
  )
  signal?.throwIfAborted()
  const unreadable = damaged.map(
    ({name, problem}): DeploymentSummary => ({
      name,
      state: 'damaged',
      topology: null,
      mode: null,
      running: 0,
      instances: 0,
      port: null,
      createdAt: null,
      directory: runDirectoryOf(home, name),
      problem,
    }),
  )
  return [...readable, ...unreadable].sort((a, b) => a.name.localeCompare(b.name))
}

function stateOf({running, of, wereStopped}: {running: number; of: number; wereStopped: boolean}) {
  if (running === of) return 'running'
  if (running > 0) return 'partly running'
  return wereStopped ? 'stopped' : 'dead'
}
