import {listenAddress, type PlannedInstance} from '../topology/plan.ts'

/** What a value of `--set` can hold in place of what differs from instance to instance. */
export const fillers = {
  name: ({name}: PlannedInstance) => name,
  host: (instance: PlannedInstance) => listenAddress(instance).host,
  port: (instance: PlannedInstance) => String(listenAddress(instance).port),
} as const

/** The value of a directive for one instance. */
export function fillValue(value: string, instance: PlannedInstance): string {
  return value.replace(/\{\{\s*(name|host|port)\s*\}\}/g, (_, word: keyof typeof fillers) =>
    fillers[word](instance),
  )
}

/** Text that is another one for each instance. */
export const namesInstance = /\{\{[{&]?\s*(name|port)\s*\}?\}\}/
