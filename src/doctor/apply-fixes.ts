import type {CheckResult} from './check.ts'
import type {Machine} from './machine.ts'

/** One command of a fix, and the outcome. */
export interface FixStep {
  /** The id of the check. */
  readonly check: string
  readonly command: string
  readonly outcome: 'done' | 'failed' | 'skipped'
  /** Why it failed or was skipped. */
  readonly problem: string | null
}

export interface ApplyFixesOptions {
  /** Called with each command before it runs. */
  readonly onCommand: (check: CheckResult, command: string) => void
  readonly onOutcome: (step: FixStep) => void
  /** Only goes through the commands: nothing runs. */
  readonly dryRun: boolean
}

/** Installing a server takes a while, and sudo may be waiting for a password. */
const withinMs = 300_000

/**
 * Runs the commands of every fix that may be applied by a program, one after the other, as they are shown. When one
 * fails, the others of the same check are passed over.
 */
export async function applyFixes(
  results: readonly CheckResult[],
  machine: Machine,
  {onCommand, onOutcome, dryRun}: ApplyFixesOptions,
): Promise<readonly FixStep[]> {
  const steps: FixStep[] = []
  for (const result of results) {
    if (result.fix === null || !result.fix.automatic) continue
    for (const command of [...result.fix.now, ...result.fix.forGood]) {
      onCommand(result, command)
      const step = {check: result.id, command, ...(await apply(command, machine, dryRun))}
      onOutcome(step)
      steps.push(step)
      if (step.outcome === 'failed') break
    }
  }
  return steps
}

async function apply(
  command: string,
  machine: Machine,
  dryRun: boolean,
): Promise<Pick<FixStep, 'outcome' | 'problem'>> {
  if (dryRun) return {outcome: 'skipped', problem: 'dry run'}
  if (/(^|\| )sudo /.test(command) && (await machine.findProgram('sudo')) === undefined) {
    return {outcome: 'failed', problem: 'it needs root, and there is no sudo here: run it as root'}
  }
  const {exitCode, stderr, timedOut} = await machine.run('sh', ['-c', command], {timeoutMs: withinMs})
  if (exitCode === 0) return {outcome: 'done', problem: null}
  const said = stderr.trim().split('\n').at(-1) || `exit code ${exitCode ?? 'unknown'}`
  return {outcome: 'failed', problem: timedOut ? 'it took longer than five minutes' : said}
}
