import {setTimeout as delay} from 'node:timers/promises'
import {messageOf} from '../core/errors/message-of.ts'
import {formatDuration} from '../core/time/duration.ts'
import type {Check, CheckResult, Finding} from './check.ts'
import type {Machine} from './machine.ts'

/**
 * Runs the checks side by side. One that cannot look, or takes longer than `withinMs`, becomes a warning that says so;
 * the others are not affected.
 *
 * @throws the reason of the machine's signal, when it is aborted
 */
export async function runChecks(
  checks: readonly Check[],
  machine: Machine,
  {withinMs = 10_000}: {readonly withinMs?: number} = {},
): Promise<readonly CheckResult[]> {
  const results = await Promise.all(
    checks.map(async (check) => ({
      id: check.id,
      title: check.title,
      ...(await runBounded(check, machine, withinMs)),
    })),
  )
  machine.signal.throwIfAborted()
  return results
}

async function runBounded(check: Check, machine: Machine, withinMs: number): Promise<Finding> {
  const done = new AbortController()
  const stop = AbortSignal.any([done.signal, machine.signal])
  try {
    return await Promise.race([check.run(machine), giveUp(withinMs, stop)])
  } catch (error) {
    machine.signal.throwIfAborted()
    return {
      status: 'warn',
      found: `could not be checked: ${messageOf(error)}`,
      why: 'What cannot be looked at may be fine or not.',
      fix: null,
    }
  } finally {
    done.abort()
  }
}

async function giveUp(withinMs: number, signal: AbortSignal): Promise<Finding> {
  await delay(withinMs, undefined, {signal})
  throw new Error(`no answer within ${formatDuration(withinMs)}`)
}
