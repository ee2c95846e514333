import {requireRecord} from '../engine/state/require-record.ts'
import type {Parameter} from './check-arguments.ts'
import {guard, guardSync} from './guard.ts'

/** What is on disk of a deployment. */
interface OnDisk {
  readonly home: string
  readonly name: string
}

/** They answer from the plan, at once. */
const answerAtOnce: readonly string[] = ['ioredisOptions', 'nodeRedisOptions']

/**
 * Makes methods check their arguments, throw at once when the deployment is gone, and throw errors in the words of the
 * library.
 */
export function guardMethods<Name extends string, Deployment extends Readonly<Record<Name, unknown>>>(
  prototype: Deployment,
  parameters: Readonly<Record<Name, readonly Parameter[]>>,
  onDisk: (deployment: Deployment) => OnDisk,
): void {
  type Method = (this: Deployment, ...values: unknown[]) => unknown
  for (const [name, taken] of Object.entries<readonly Parameter[]>(parameters)) {
    const method = prototype[name as Name] as Method
    const asCalled = (deployment: Deployment, values: readonly unknown[]) => ({
      called: name,
      values,
      parameters: taken,
      deployment: onDisk(deployment).name,
    })
    const guarded: Method = answerAtOnce.includes(name)
      ? function (...values) {
          return guardSync(asCalled(this, values), () => method.apply(this, values))
        }
      : async function (...values) {
          const {home, name: deployment} = onDisk(this)
          return await guard(asCalled(this, values), async () => {
            // A deployment that is gone can be closed: disposing of it does so, too.
            if (name !== 'close') await requireRecord(home, deployment)
            return await method.apply(this, values)
          })
        }
    Object.defineProperty(prototype, name, {value: guarded, writable: true, configurable: true})
  }
}
