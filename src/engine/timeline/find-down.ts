import type {Deployment} from '../deployment/deployment.ts'
import {thisMachine} from '../host/this-machine.ts'

/** Who does not run, by the process table alone: ended, or frozen. Nobody is asked anything. */
export async function findDown({record}: Pick<Deployment, 'record'>): Promise<ReadonlySet<string>> {
  // What was opened runs elsewhere, if it still does.
  if (record.opened !== undefined) return new Set()
  const names = await Promise.all(
    record.plan.instances.map(async ({name}) => {
      const {process = null, stopped = false} = record.processes[name] ?? {}
      // What redislab stopped is known from the journal, with its time.
      if (stopped) return undefined
      const facts = process === null ? undefined : await thisMachine.look(process)
      return facts === undefined || facts.state === 'paused' ? name : undefined
    }),
  )
  return new Set(names.filter((name) => name !== undefined))
}
