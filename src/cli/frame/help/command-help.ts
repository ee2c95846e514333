import {type Command, CommandHelp, type Interfaces} from '@oclif/core'
import {isAboutDeployment} from '../../../core/text/commands.ts'
import {unwrap} from './unwrap.ts'

/** The help of one command: its usage in one line, its paragraphs wrapped at the width of the terminal. */
export class RedislabCommandHelp extends CommandHelp {
  constructor(command: Command.Loadable, config: Interfaces.Config, opts: Interfaces.HelpOptions) {
    const flags = Object.values(command.flags)
      .filter(({name}) => name !== 'name' || isAboutDeployment(command.id))
      .map((flag) => [flag.name, withChoices(flag)])
    super({...command, flags: Object.fromEntries(flags)}, config, {
      ...opts,
      hideCommandSummaryInDescription: false,
    })
  }

  /** The words in their order; the options stand beneath. */
  protected override defaultUsage(): string {
    const {id, args, flags} = this.command
    const words = Object.values(args).map((arg) => {
      const word = `${nameOf(arg)}${arg.multiple ? '…' : ''}`
      return arg.required ? word : `[${word}]`
    })
    const hasOptions = Object.values(flags).some(({helpGroup}) => helpGroup !== 'GLOBAL')
    return [id, ...words, ...(hasOptions ? ['[OPTIONS]'] : [])].join(' ')
  }

  protected override args(args: Command.Arg.Any[]) {
    // Their descriptions name the choices.
    return super.args(args.map(({options: _, ...arg}) => ({...arg, name: nameOf(arg)})))
  }

  protected override description(): string | undefined {
    const {description} = this.command
    return description === undefined ? undefined : this.wrap(unwrap(description))
  }
}

/** What may be several is named in the singular. */
function nameOf({name, multiple}: Command.Arg.Any): string {
  return (multiple ? name.replace(/s$/, '') : name).toUpperCase()
}

/** The choices of an option stand in its title where they are short, else as words, which can be wrapped. */
function withChoices(flag: Command.Flag.Any): Command.Flag.Any {
  if (flag.type !== 'option') return flag
  // Its summary says it better.
  if (flag.name === 'name') return {...flag, default: undefined}
  const {options, summary = '', helpValue = flag.name.toUpperCase()} = flag
  const title = options?.join('|') ?? ''
  if (options === undefined || title.length <= 24) return title === '' ? flag : {...flag, helpValue: title}
  return {...flag, helpValue, summary: `${summary} One of ${options.join(', ')}.`}
}
