import {Args} from '@oclif/core'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {describeWhois} from '../core/contract/evidence-json.ts'
import {RedislabError} from '../core/errors/errors.ts'
import {findByWord} from '../core/identity/find-by-word.ts'
import {type EvidencedInstance, identify} from '../core/identity/find-instances.ts'
import {findDeployment} from '../engine/deployment/deployment.ts'
import {evidenceOf} from '../engine/opened/evidence-of.ts'
import {shortenPaths} from '../reporters/diagnosis/short-paths.ts'
import {renderWhois} from '../reporters/diagnosis/whois-view.ts'
import {terminalWidth} from '../reporters/kit/terminal-width.ts'
import {stdoutTheme} from '../reporters/kit/theme.ts'

export default class Whois extends BaseCommand {
  static override summary =
    'Say which names, addresses, ids and files are one instance, and which lines show it.'
  static override description =
    'A name, an address, a host, the beginning of an id or a file finds an instance; without a word all are shown. What only fits, and is said by no line, is called likely; what contradicts itself is named: two with one id, one with two addresses.'
  static override args = {
    word: Args.string({
      description: 'A name, an address, a host, an id or its beginning, or a file. [default: all]',
    }),
  }
  static override examples = [
    {description: 'Everybody:', command: 'redislab whois'},
    {description: 'Who had this address:', command: 'redislab whois 10.0.0.5'},
    {description: 'Who is this in the votes:', command: 'redislab whois 4e1a5a9e'},
  ]

  async run() {
    const {args, flags} = await this.parse(Whois)
    const deployment = await findDeployment(flags.name, {evenIfOpened: true})
    const evidence = await this.waitFor('reading', () => evidenceOf(deployment, {signal: this.signal}))
    const {instances} = identify(evidence)
    const found = args.word === undefined ? instances : findByWord(instances, args.word)
    if (found.length === 0) throw nobody(args.word ?? '', instances)
    if (this.isForPeople) {
      const paths = shortenPaths(evidence.map(({path}) => path))
      this.log(renderWhois(found, stdoutTheme, {width: terminalWidth() ?? 80, paths}))
    }
    return describeWhois(deployment.name, found)
  }
}

function nobody(word: string, instances: readonly EvidencedInstance[]): RedislabError {
  const names = instances.map(({name}) => name)
  return new RedislabError('TARGET_NOT_FOUND', `No line names "${word}" as an instance.`, {
    suggestions: [
      names.length === 0
        ? 'There is no instance in this evidence.'
        : `There are ${names.slice(0, 12).join(', ')}.`,
    ],
  })
}
