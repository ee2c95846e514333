import path from 'node:path'
import {Args, Flags} from '@oclif/core'
import {askLive} from '../cli/actions/ask-live.ts'
import {checkReport, writeSecretBytes} from '../cli/actions/write-report.ts'
import {type LiveFlags, liveFlags, liveLogin, liveOptions, refuseLiveFlags} from '../cli/flags/live-flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import type {CollectedJson} from '../core/contract/collected-json.ts'
import {findDeployment} from '../engine/deployment/deployment.ts'
import {
  type Collected,
  collectDeployment,
  collectSources,
  leftOutOfBundles,
} from '../engine/opened/collect.ts'
import {renderCollected} from '../reporters/diagnosis/collected-view.ts'
import {terminalWidth} from '../reporters/kit/terminal-width.ts'
import {stdoutTheme} from '../reporters/kit/theme.ts'

export default class Collect extends BaseCommand {
  static override summary = 'Put all that a diagnosis needs into one file, for somebody else to read.'
  static override description =
    `From addresses, files, or a deployment by its name. Instances are asked with commands that only read, at most 5 a second each.
Passwords, their hashes, keys, values and names of clients are left out before anything is written; the manifest in the bundle says
which instance was asked what and when, and what was refused. open and diagnose read the bundle, and say of it what they say of the
deployment itself.`
  static override strict = false
  static override args = {
    source: Args.string({
      description:
        'An address (redis://, rediss://, sentinel://HOST:PORT), a file, a folder or an archive. All of them are one deployment. [default: the deployment of --name]',
    }),
  }
  static override examples = [
    {
      description: 'A deployment that runs elsewhere, from one of its sentinels:',
      command: 'redislab collect sentinel://10.0.0.7:26379 --out prod.tgz',
    },
    {
      description: 'Together with the logs:',
      command: 'redislab collect sentinel://10.0.0.7:26379 logs/ --out prod.tgz',
    },
    {
      description: 'A deployment that was opened, or that redislab runs:',
      command: 'redislab collect --name prod --out prod.tgz',
    },
  ]
  static override flags = {
    out: Flags.string({
      summary: 'The bundle. Only you can read it; one that is there is written over.',
      helpValue: 'FILE.tgz',
      required: true,
    }),
    ...liveFlags,
  }

  async run(): Promise<CollectedJson> {
    const {flags, argv} = await this.parse(Collect)
    const sources = argv as string[]
    await checkReport(flags.out)
    const options = {login: liveLogin(), signal: this.signal}
    if (sources.length === 0) refuseLiveFlags(flags)
    const deployment = sources.length > 0 ? undefined : await findDeployment(flags.name, {evenIfOpened: true})
    const {bundle, instances, files} = await (deployment === undefined
      ? this.#collectSources(sources, flags)
      : this.waitFor('asking', () => collectDeployment(deployment, options)))
    await writeSecretBytes(flags.out, bundle)
    const json: CollectedJson = {
      deployment: deployment?.name ?? null,
      out: path.resolve(flags.out),
      bytes: bundle.length,
      instances,
      files,
      leftOut: leftOutOfBundles,
    }
    if (this.isForPeople) this.log(renderCollected({...json, out: flags.out}, stdoutTheme, terminalWidth()))
    return json
  }

  async #collectSources(sources: readonly string[], flags: LiveFlags): Promise<Collected> {
    const {signal} = this
    const {files, live} = await liveOptions(sources, flags)
    const waiting = <Result>(action: () => Promise<Result>) => this.waitFor('asking', action)
    const asked = live === undefined ? undefined : await askLive(live, {login: liveLogin(), signal, waiting})
    return await this.waitFor('reading', () => collectSources(files, asked, {signal}))
  }
}
