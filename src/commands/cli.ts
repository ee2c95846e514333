import process from 'node:process'
import {Args} from '@oclif/core'
import {BaseCommand} from '../cli/base-command.ts'
import {RedislabError} from '../core/errors.ts'
import {nameFlagOf} from '../core/name-flag.ts'
import {findDeployment} from '../engine/deployment.ts'
import {openCli, runCli} from '../engine/redis-cli.ts'

export default class Cli extends BaseCommand {
  static override summary = 'Open redis-cli on an instance.'
  static override description =
    `The real redis-cli, on the address of the target, with the password in its environment. What follows -- goes to it.
With --json it needs a command, and its output is a field.`
  static override examples = [
    {description: 'A prompt on the master:', command: '<%= config.bin %> <%= command.id %> master'},
    {description: 'One command:', command: '<%= config.bin %> <%= command.id %> replica -- INFO replication'},
    {description: 'Ask a sentinel:', command: '<%= config.bin %> <%= command.id %> s1 -- SENTINEL MASTERS'},
  ]
  static override strict = false
  static override args = {
    target: Args.string({
      name: 'TARGET',
      description: 'One instance: n2, master, replica:2, s1.',
      required: true,
    }),
  }

  async run() {
    const {args, argv, flags} = await this.parse(Cli)
    const deployment = await findDeployment(flags.name)
    const [instance, second] = await deployment.resolve([args.target], {signal: this.signal})
    if (instance === undefined || second !== undefined) {
      throw new RedislabError(
        'TARGET_AMBIGUOUS',
        `"${args.target}" is more than one instance; redis-cli opens one.`,
        {
          suggestions: ['Name one: n1, replica:2, s1.'],
        },
      )
    }
    if (instance.state === 'dead' || instance.state === 'stopped') {
      // Somebody else may have its port by now, and would be given the password.
      throw new RedislabError('WRONG_STATE', `${instance.name} does not run: it is ${instance.state}.`, {
        suggestions: [`Bring it back: redislab start ${instance.name}${nameFlagOf(flags.name)}`],
        details: {instance: instance.name, state: instance.state},
      })
    }
    const rest = argv.slice(1).map(String)
    if (this.isForPeople) {
      const onStart = () => this.handOverSignals()
      process.exitCode = await openCli(deployment.record, instance.name, rest, {onStart})
      return undefined
    }
    if (rest.length === 0) throw new RedislabError('USAGE', 'cli --json needs a command after --.')
    const {exitCode, stdout, stderr} = await runCli(deployment.record, instance.name, rest)
    process.exitCode = exitCode ?? 1
    return {instance: instance.name, address: instance.address, exitCode, stdout, stderr}
  }
}
