import {RedislabError} from '../core/errors.ts'
import type {InstanceKind} from '../core/status/status.ts'
import {lookUpProcess} from '../engine/host/process-table.ts'
import {
  type DeploymentRecord,
  listRunDirectories,
  type ProcessIdentity,
  readRecord,
  runDirectoryOf,
} from '../engine/state/record.ts'

/** What the state folder says of a deployment, held against the processes of the machine. */
export interface KnownDeployment {
  readonly name: string
  readonly directory: string
  readonly running: readonly RunningInstance[]
  /** How many instances should run and do not. */
  readonly dead: number
  /** Why its record cannot be used. */
  readonly damage: string | null
}

export interface RunningInstance {
  readonly name: string
  readonly kind: InstanceKind
  readonly port: number
  readonly pid: number
}

/** Every deployment in the state folder. */
export async function listDeployments(home: string): Promise<readonly KnownDeployment[]> {
  return Promise.all(
    (await listRunDirectories(home)).map(async (name) => {
      const directory = runDirectoryOf(home, name)
      const known = {name, directory, running: [], dead: 0, damage: null}
      try {
        const record = await readRecord(directory)
        return record === undefined ? known : {...known, ...(await countProcesses(record))}
      } catch (error) {
        if (error instanceof RedislabError) return {...known, damage: error.message}
        throw error
      }
    }),
  )
}

async function countProcesses({plan, processes}: DeploymentRecord) {
  const running: RunningInstance[] = []
  let dead = 0
  for (const {name, kind, port} of plan.instances) {
    const entry = processes[name]
    if (entry === undefined || entry.process === null) continue
    if (await isAlive(entry.process)) running.push({name, kind, port, pid: entry.process.pid})
    else if (!entry.stopped) dead += 1
  }
  return {running, dead}
}

async function isAlive({pid, startedAt}: ProcessIdentity): Promise<boolean> {
  const facts = await lookUpProcess(pid)
  return facts?.startedAt === startedAt && facts.state !== 'zombie'
}
