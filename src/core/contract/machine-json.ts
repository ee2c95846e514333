import type {JsonOf} from './schemas/json-of.ts'
import type {check, doctor, fixStep, server, servers} from './schemas/machine.ts'

/**
 * The document of `doctor --json`.
 *
 * @param fixes the commands that were run: only with `--fix`
 */
export function describeDoctor(
  ok: boolean,
  checks: readonly JsonOf<typeof check>[],
  fixes?: readonly JsonOf<typeof fixStep>[],
): JsonOf<typeof doctor> {
  return {ok, checks, ...(fixes === undefined ? {} : {fixes})}
}

/**
 * The document of `servers --json`.
 *
 * @param passedOver why each file that might be a server is not listed
 */
export function describeServers(
  found: readonly JsonOf<typeof server>[],
  passedOver: readonly string[],
): JsonOf<typeof servers> {
  return {servers: found, passedOver}
}
