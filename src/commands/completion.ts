import {Args} from '@oclif/core'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {completionScript, shells} from '../core/completion/scripts.ts'
import {describeCompletion} from '../core/contract/programs-json.ts'

export default class Completion extends BaseCommand {
  static override summary = 'Print the script by which a shell completes redislab.'
  static override description =
    `Commands and options, and what there is at the moment: deployments, the instances of the one that is named, targets,
topologies, labs.`
  static override examples = [
    {description: 'In ~/.bashrc:', command: 'eval "$(redislab completion bash)"'},
    {description: 'In ~/.zshrc, behind compinit:', command: 'eval "$(redislab completion zsh)"'},
  ]
  static override args = {
    shell: Args.option({options: shells})({
      description: 'Bash or zsh.',
      required: true,
    }),
  }

  async run() {
    const {args} = await this.parse(Completion)
    const script = completionScript(args.shell)
    if (this.isForPeople) this.log(script.trimEnd())
    return describeCompletion(args.shell, script)
  }
}
