import type {Shell} from '../completion/scripts.ts'
import type {InstanceStatus} from '../status/status.ts'
import type {JsonOf} from './schemas/json-of.ts'
import type {cli, completion} from './schemas/programs.ts'

/** The document of `cli --json`: what redis-cli said. */
export function describeCliRun(
  {name, address}: InstanceStatus,
  {exitCode, stdout, stderr}: Omit<JsonOf<typeof cli>, 'instance' | 'address'>,
): JsonOf<typeof cli> {
  return {instance: name, address, exitCode, stdout, stderr}
}

/** The document of `completion --json`. */
export function describeCompletion(shell: Shell, script: string): JsonOf<typeof completion> {
  return {shell, script}
}
