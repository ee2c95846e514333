import process from 'node:process'
import {Args} from '@oclif/core'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {describeCliRun} from '../core/contract/programs-json.ts'
import {hasErrorCode, RedislabError} from '../core/errors/errors.ts'
import {parseTarget} from '../core/status/targets.ts'
import {quoteForShell} from '../core/text/quote-for-shell.ts'
import {findDeployment} from '../engine/deployment/deployment.ts'
import {openCli, runCli} from '../engine/programs/redis-cli.ts'

export default class Cli extends BaseCommand {
  static override summary = 'Open redis-cli on an instance.'
  static override description =
    `The real redis-cli, on the address of the target (of the master by default), with the password in its environment.
What follows the target or -- goes to it. With --json it needs a command, and its output is a field.`
  static override examples = [
    {description: 'A prompt on the master:', command: 'redislab cli'},
    {description: 'A command on the master:', command: 'redislab cli -- GET foo'},
    {description: 'On another instance:', command: 'redislab cli replica -- INFO replication'},
    {description: 'Ask a sentinel:', command: 'redislab cli s1 -- SENTINEL MASTERS'},
  ]
  static override strict = false
  static override args = {
    target: Args.string({
      description: 'One instance: n2, replica:2, s1; the master when none is given.',
    }),
  }
  static override usage = 'cli [TARGET] [-- COMMAND…]'

  async run() {
    const at = this.argv.indexOf('--')
    // Before the words are parsed, which takes what was parsed for all there is.
    const [own, behind] = at < 0 ? [this.argv, []] : [this.argv.slice(0, at), this.argv.slice(at + 1)]
    const {argv, flags} = await this.parse(Cli, own)
    const [target = 'master', ...words] = argv.map(String)
    checkTarget(target, words)
    const rest = [...words, ...behind]
    const deployment = await findDeployment(flags.name)
    const [instance, second] = await deployment.resolve([target], {signal: this.signal})
    if (instance === undefined || second !== undefined) {
      throw new RedislabError(
        'TARGET_AMBIGUOUS',
        `"${target}" is more than one instance; redis-cli opens one.`,
        {
          suggestions: ['Name one: n1, replica:2, s1.'],
        },
      )
    }
    if (instance.state === 'dead' || instance.state === 'stopped') {
      // Somebody else may have its port by now, and would be given the password.
      throw new RedislabError('WRONG_STATE', `${instance.name} does not run: it is ${instance.state}.`, {
        suggestions: [`Bring it back: redislab start ${instance.name}`],
        details: {instance: instance.name, state: instance.state},
      })
    }
    if (this.isForPeople) {
      const onStart = () => this.handOverSignals()
      process.exitCode = await openCli(deployment, instance.name, rest, {onStart})
      return undefined
    }
    if (rest.length === 0) throw new RedislabError('USAGE', 'cli --json needs a command after --.')
    const run = await runCli(deployment, instance.name, rest)
    process.exitCode = run.exitCode ?? 1
    return describeCliRun(instance, run)
  }
}

/** @throws RedislabError OPTION_INVALID for a word that is no target: a command of Redis, most likely */
function checkTarget(target: string, words: readonly string[]): void {
  try {
    parseTarget(target)
  } catch (error) {
    if (!hasErrorCode(error, 'OPTION_INVALID')) throw error
    const typed = [target, ...words].map(quoteForShell).join(' ')
    throw new RedislabError('OPTION_INVALID', error.message, {
      suggestions: [`For a command on the master: redislab cli -- ${typed}`, ...error.suggestions],
    })
  }
}
