import {FaultCommand} from '../cli/actions/fault-command.ts'
import {targetsArg} from '../cli/flags/flags.ts'
import {signalFlag} from '../cli/flags/signal-flag.ts'

export default class Kill extends FaultCommand {
  static override summary = 'Kill instances, as a crash would.'
  static override description =
    `Sends SIGKILL, or another signal, and waits until they have ended. Their data on disk stays as it is.`
  static override examples = [
    {description: 'The master, whichever that is now:', command: 'redislab kill master'},
    {description: 'And watch the failover:', command: 'redislab kill master --watch'},
    {description: 'With a core-dump signal, as a bug would:', command: 'redislab kill n2 --signal SIGSEGV'},
    {description: 'For five seconds only:', command: 'redislab kill replica --for 5s'},
  ]
  static override args = {targets: targetsArg}
  static override flags = {
    signal: signalFlag({summary: 'The signal to send.', helpValue: 'SIGNAL', default: 'SIGKILL'}),
    ...FaultCommand.timedFlags,
  }

  async run() {
    const {args, flags} = await this.parse(Kill)
    return this.inject({kind: 'kill', signal: flags.signal}, args.targets, flags)
  }
}
