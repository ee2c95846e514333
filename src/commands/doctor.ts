import process from 'node:process'
import {Flags} from '@oclif/core'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {describeDoctor} from '../core/contract/machine-json.ts'
import {ExitCode} from '../core/errors/errors.ts'
import {applyFixes} from '../doctor/apply-fixes.ts'
import {type CheckResult, isHealthy} from '../doctor/check.ts'
import {Machine} from '../doctor/machine.ts'
import {allChecks} from '../doctor/registry.ts'
import {runChecks} from '../doctor/run-checks.ts'
import {renderDoctor} from '../reporters/doctor/doctor-view.ts'
import {renderFixCommand, renderFixOutcome, renderFixSummary} from '../reporters/doctor/fix-view.ts'
import {stderrTheme, stdoutTheme} from '../reporters/kit/theme.ts'

export default class Doctor extends BaseCommand {
  static override summary = "Check this machine's configuration for Redis, and fix what can be fixed."
  static override description = [
    'Looks at what Redis itself warns about (memory overcommit, huge pages, the TCP backlog, open files, the clock) and at what redislab needs: a server, free ports, a state folder, a disk that syncs fast, memory, and no leftovers. Says what it found, why that matters to Redis, and the command that fixes it, now and permanently.',
    'Exits with 3 when a check fails. Warnings do not count as failures without --strict.',
  ].join('\n\n')
  static override examples = [
    {description: 'Check this machine:', command: 'redislab doctor'},
    {description: 'Fix what can be fixed, and check again:', command: 'redislab doctor --fix'},
    {description: 'See what --fix would do:', command: 'redislab doctor --fix --dry-run'},
    {description: 'In CI, where warnings fail, too:', command: 'redislab doctor --strict --json'},
  ]
  static override flags = {
    fix: Flags.boolean({
      summary: 'Run the commands that fix what was found, as root or through sudo; each is shown first.',
    }),
    // No default values: oclif takes a flag that has one for given, and dependsOn would refuse or allow always.
    'dry-run': Flags.boolean({summary: 'With --fix: only show the commands.', dependsOn: ['fix']}),
    strict: Flags.boolean({default: false, summary: 'Let warnings fail, too.'}),
  }

  async run() {
    const {flags} = await this.parse(Doctor)
    const machine = new Machine({signal: this.signal})
    const checks = await this.waitFor('checking this machine', () => runChecks(allChecks, machine))
    if (!flags.fix) return describeDoctor(this.#report(checks, flags), checks)

    const dryRun = flags['dry-run']
    const fixes = await applyFixes(checks, machine, {
      dryRun,
      onCommand: (check, command) =>
        process.stderr.write(renderFixCommand(check.title, command, stderrTheme)),
      onOutcome: (step) => process.stderr.write(renderFixOutcome(step, stderrTheme)),
    })
    process.stderr.write(renderFixSummary(fixes, {dryRun}))
    // What a machine was asked it remembers, so the second look needs a new one.
    const again = dryRun ? checks : await runChecks(allChecks, new Machine({signal: this.signal}))
    return describeDoctor(this.#report(again, {...flags, fixed: !dryRun}), again, fixes)
  }

  /** Shows the checks, and sets the exit code. @returns whether all is well */
  #report(
    checks: readonly CheckResult[],
    {strict, fixed = false}: {strict: boolean; fixed?: boolean},
  ): boolean {
    const ok = isHealthy(checks, {strict})
    if (!ok) process.exitCode = ExitCode.environment
    if (this.isForPeople) {
      const width = Math.min(process.stdout.columns ?? 80, 120)
      this.log(renderDoctor(checks, {theme: stdoutTheme, width, fixed}).trimEnd())
    }
    return ok
  }
}
