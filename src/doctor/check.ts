import type {Machine} from './machine.ts'

/**
 * `ok` as it should be; `info` good to know, nothing is wrong; `warn` Redis works, but worse than it could; `fail`
 * redislab cannot work; `skip` does not apply to this machine.
 */
export type CheckStatus = 'ok' | 'info' | 'warn' | 'fail' | 'skip'

/** How to fix a finding. The commands can be pasted into a shell as they are. */
export interface Fix {
  /** Takes effect at once. */
  readonly now: readonly string[]
  /** Makes it last beyond a reboot; empty when `now` lasts already. */
  readonly forGood: readonly string[]
  /** What no command can do, in a sentence. */
  readonly advice: string | null
  /** Whether `doctor --fix` may run the commands. */
  readonly automatic: boolean
}

export interface Finding {
  readonly status: CheckStatus
  /** What is there: the setting by its name, and its value. */
  readonly found: string
  /** Why it matters to Redis. */
  readonly why: string
  readonly fix: Fix | null
}

/** One thing that doctor looks at. */
export interface Check {
  /** Short and stable: it is in the JSON. */
  readonly id: string
  readonly title: string
  /** May throw: what could not be looked at becomes a warning that says so. */
  run(machine: Machine): Promise<Finding>
}

export interface CheckResult extends Finding {
  readonly id: string
  readonly title: string
}

const noCommands = {now: [], forGood: [], advice: null, automatic: false} as const satisfies Fix

/** A fix that `doctor --fix` may apply. */
export function automaticFix(fix: Partial<Omit<Fix, 'automatic'>>): Fix {
  return {...noCommands, ...fix, automatic: true}
}

/** A fix that is left to the person. */
export function manualFix(fix: Partial<Omit<Fix, 'automatic'>>): Fix {
  return {...noCommands, ...fix}
}

/** Whether everything that redislab needs is there; with `strict`, whether nothing gives cause for a warning either. */
export function isHealthy(results: readonly CheckResult[], {strict}: {readonly strict: boolean}): boolean {
  return results.every(({status}) => status !== 'fail' && !(strict && status === 'warn'))
}
