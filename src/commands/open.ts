import path from 'node:path'
import {Args, Flags} from '@oclif/core'
import {askLive} from '../cli/actions/ask-live.ts'
import {checkReport, writeSecret} from '../cli/actions/write-report.ts'
import {clockFlags, clockOptions} from '../cli/flags/clock-flags.ts'
import {liveFlags, liveLogin, liveOptions} from '../cli/flags/live-flags.ts'
import {redactFlags} from '../cli/flags/redact-flags.ts'
import {keepHeapSmall} from '../cli/flags/v8-flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {describeOpened} from '../core/contract/evidence-json.ts'
import {RedislabError} from '../core/errors/errors.ts'
import {Redaction} from '../core/evidence/redact.ts'
import {nameFlagOf} from '../core/text/name-flag.ts'
import {findImpliedName} from '../engine/deployment/implied-name.ts'
import {isLiveAddress} from '../engine/live/live-address.ts'
import {openSources} from '../engine/opened/open-sources.ts'
import {isDeploymentName} from '../engine/state/deployment-name.ts'
import {renderOpened} from '../reporters/diagnosis/opened-view.ts'
import {stdoutTheme} from '../reporters/kit/theme.ts'

export default class Open extends BaseCommand {
  static override summary =
    'Open a deployment that runs elsewhere: its address, or its logs, confs and replies.'
  static override description =
    `Takes files in any form that people have them in, finds out who is who, and keeps them as a deployment: logs, timeline,
explain, diagnose and whois read it by its name, and down forgets it. Nothing is started. Passwords are left out of what is kept.

From one address the whole deployment is found: masters, replicas, sentinels, nodes of the cluster. Its instances are asked with
commands that only read, at most 5 a second each; status, status --watch and diagnose ask again. Passwords come from the
environment, by the names that env prints: REDIS_USERNAME, REDIS_PASSWORD, REDIS_SENTINEL_PASSWORD; where one is missing, a terminal asks for it. None is kept.`
  static override strict = false
  static override args = {
    source: Args.string({
      description:
        'A file, a folder, an archive, - for standard input, or an address: redis://, rediss://, sentinel://HOST:PORT. All of them are one deployment.',
      required: true,
    }),
  }
  static override examples = [
    {description: 'Six files of last night:', command: 'redislab open sentinel-*.log redis-*.log'},
    {description: 'What a colleague has collected:', command: 'redislab open night.tgz --name night'},
    {
      description: 'To be passed on, without your addresses and names:',
      command: 'redislab open ./logs --name night --redact-map names.json',
    },
    {
      description: 'One that runs elsewhere, whole, from one of its sentinels:',
      command: 'redislab open sentinel://10.0.0.7:26379 --name prod',
    },
    {description: 'What is in a chat:', command: 'xclip -o | redislab open -'},
  ]
  static override flags = {
    ...clockFlags,
    ...liveFlags,
    ...redactFlags,
    replace: Flags.boolean({default: false, summary: 'Forget a deployment of the same name first.'}),
  }

  async run() {
    const {flags, argv, metadata} = await this.parse(Open)
    keepHeapSmall()
    const sources = argv as string[]
    const {files, live} = await liveOptions(sources, flags)
    const isNamed = metadata.flags['name']?.setFromDefault !== true
    const map = flags['redact-map']
    if (map !== undefined) await checkReport(map)
    const redaction = flags.redact || map !== undefined ? new Redaction('stand-ins') : undefined
    if (redaction !== undefined && live !== undefined) throw cannotRedactLive()
    // The name of a file or a folder may tell whose it is.
    const name = isNamed ? flags.name : redaction === undefined ? nameOf(sources) : fallbackName
    const waiting = <Result>(action: () => Promise<Result>) => this.waitFor('asking', action)
    const asked =
      live === undefined ? undefined : await askLive(live, {login: liveLogin(), signal: this.signal, waiting})
    const opened = await this.waitFor('reading', () =>
      openSources(files, {
        name,
        replace: flags.replace,
        clocks: clockOptions(flags),
        redaction,
        live: asked,
        signal: this.signal,
      }),
    )
    if (map !== undefined && redaction !== undefined) await writeSecret(map, redaction.map)
    const {
      directory,
      evidence,
      record: {plan},
      identities: {instances},
      clocks,
    } = opened
    if (this.isForPeople) {
      const flag = (await findImpliedName()) === name ? '' : nameFlagOf(name)
      this.log(
        renderOpened(plan, stdoutTheme, {
          evidence,
          instances,
          clocks,
          flag,
          isRedacted: redaction !== undefined,
          isLive: live !== undefined,
        }),
      )
    }
    return describeOpened(plan, {directory, evidence, instances})
  }
}

const fallbackName = 'opened'

function cannotRedactLive(): RedislabError {
  return new RedislabError(
    'OPTION_INVALID',
    '--redact is for files: one that is asked is kept by its addresses.',
    {
      suggestions: ['redislab collect writes a bundle of it, and redislab open BUNDLE --redact keeps that.'],
    },
  )
}

/** `live` of addresses, `night` of night.tgz, `logs` of logs/a.log and logs/b.log; `opened` where the sources suggest nothing. */
function nameOf(sources: readonly string[]): string {
  const [first = ''] = sources
  if (sources.some(isLiveAddress)) return 'live'
  const folders = new Set(sources.map((source) => path.dirname(source)))
  const suggested =
    sources.length === 1
      ? path
          .basename(path.resolve(first))
          .replace(/(?:\.(?:log|txt|conf|zip|tar|tgz|gz|json|csv|ya?ml))+$/i, '')
      : folders.size === 1
        ? path.basename(path.resolve([...folders][0] ?? ''))
        : ''
  return first !== '-' && isDeploymentName(suggested) ? suggested : fallbackName
}
