import type {PlannedInstance} from '../core/topology/plan.ts'
import type {ServerInfo} from '../core/words.ts'
import {type Deployment, listDeployments} from '../engine/deployment/deployment.ts'
import {thisMachine} from '../engine/host/this-machine.ts'
import {runDirectoryOf} from '../engine/state/deployment-name.ts'
import {isInSight} from '../engine/state/in-sight.ts'

/** What the state folder says of a deployment, held against the processes of the machine. */
export interface KnownDeployment {
  readonly name: string
  readonly directory: string
  readonly running: readonly RunningInstance[]
  /** Null where the record cannot be used. */
  readonly server: ServerInfo | null
  /** Whether its data instances ask for no password. */
  readonly isOpen: boolean
  /** How many instances should run and do not. */
  readonly dead: number
  /** Why its record cannot be used. */
  readonly damage: string | null
}

export interface RunningInstance extends PlannedInstance {
  readonly pid: number
}

/** Every deployment in the state folder, damaged ones included; not those of which nothing can be told from here. */
export async function findKnownDeployments(home: string): Promise<readonly KnownDeployment[]> {
  const {deployments, unreadable} = await listDeployments({home})
  return [
    ...(await Promise.all(deployments.filter(({record}) => isInSight(record)).map(lookAt))),
    ...unreadable
      .filter(({isDamaged}) => isDamaged)
      .map(({name, problem}) => ({
        name,
        directory: runDirectoryOf(home, name),
        running: [],
        server: null,
        isOpen: false,
        dead: 0,
        damage: problem,
      })),
  ]
}

async function lookAt({name, directory, record}: Deployment): Promise<KnownDeployment> {
  const running: RunningInstance[] = []
  let dead = 0
  for (const instance of record.plan.instances) {
    const entry = record.processes[instance.name]
    if (entry === undefined || entry.process === null) continue
    if ((await thisMachine.look(entry.process)) !== undefined) {
      running.push({...instance, pid: entry.process.pid})
    } else if (!entry.stopped) dead += 1
  }
  const {server, password, acl} = record
  return {
    name,
    directory,
    running,
    server,
    isOpen: password === undefined && acl === undefined,
    dead,
    damage: null,
  }
}
