import {requireRecord} from '../engine/state/require-record.ts'
import type {Parameter} from './check-arguments.ts'
import {guard, guardSync} from './guard.ts'

interface OnDisk {
  readonly home: string
  readonly name: string
}

/** What a method takes; where it can be called in several ways, by what it is called with. */
export type Taken = readonly Parameter[] | ((values: readonly unknown[]) => readonly Parameter[])

type Method = (this: OnDisk, ...values: unknown[]) => unknown

/** They answer from the plan, at once. */
const answerAtOnce: readonly string[] = ['ioredisOptions', 'nodeRedisOptions']

/**
 * Has methods look at what they are called with, say at once when the deployment is gone, and throw errors in the words of
 * the library.
 */
export function guardMethods<Name extends string>(
  prototype: OnDisk & Readonly<Record<Name, unknown>>,
  parameters: Readonly<Record<Name, Taken>>,
): void {
  for (const [name, taken] of Object.entries<Taken>(parameters)) {
    const method = prototype[name as Name] as Method
    const asCalled = (deployment: OnDisk, values: readonly unknown[]) => ({
      called: name,
      values,
      parameters: typeof taken === 'function' ? taken(values) : taken,
      deployment: deployment.name,
    })
    const guarded: Method = answerAtOnce.includes(name)
      ? function (...values) {
          return guardSync(asCalled(this, values), () => method.apply(this, values))
        }
      : async function (...values) {
          return await guard(asCalled(this, values), async () => {
            // What is gone already can be stopped: disposing of it does so, too.
            if (name !== 'stop') await requireRecord(this.home, this.name)
            return await method.apply(this, values)
          })
        }
    Object.defineProperty(prototype, name, {value: guarded, writable: true, configurable: true})
  }
}
