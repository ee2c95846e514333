import {Args, Flags} from '@oclif/core'
import {askLive} from '../cli/actions/ask-live.ts'
import {fileUri, folderUri} from '../cli/actions/file-uri.ts'
import {checkReport, writeReport, writeSecret} from '../cli/actions/write-report.ts'
import {clockFlags, clockOptions} from '../cli/flags/clock-flags.ts'
import {durationFlag} from '../cli/flags/flags.ts'
import {htmlFlag} from '../cli/flags/html-flag.ts'
import {type LiveFlags, liveFlags, liveLogin, liveOptions, refuseLiveFlags} from '../cli/flags/live-flags.ts'
import {redactFlags} from '../cli/flags/redact-flags.ts'
import {keepHeapSmall} from '../cli/flags/v8-flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import type {ReadClocksOptions} from '../core/clocks/read-clocks.ts'
import {redactZones} from '../core/clocks/redact-zones.ts'
import {describeDiagnosis} from '../core/contract/diagnosis-json.ts'
import {allRules} from '../core/diagnosis/all-rules.ts'
import type {Finding, FindingSeverity} from '../core/diagnosis/finding.ts'
import {RedislabError} from '../core/errors/errors.ts'
import type {Evidence} from '../core/evidence/facts.ts'
import {readText} from '../core/evidence/read-text.ts'
import {Redaction} from '../core/evidence/redact.ts'
import {findDeployment} from '../engine/deployment/deployment.ts'
import {clocksOf, evidenceOf, evidenceOfLive} from '../engine/opened/evidence-of.ts'
import {examine} from '../engine/opened/examine.ts'
import {readSources} from '../engine/sources/read-sources.ts'
import {renderDiagnosis} from '../reporters/diagnosis/diagnosis-view.ts'
import {renderSarif} from '../reporters/diagnosis/sarif.ts'
import {renderUnread} from '../reporters/diagnosis/unread-view.ts'
import {terminalWidth} from '../reporters/kit/terminal-width.ts'
import {stdoutTheme} from '../reporters/kit/theme.ts'

const levels: readonly FindingSeverity[] = ['cause', 'risk', 'note']

export default class Diagnose extends BaseCommand {
  static override summary =
    'Say what is wrong with a deployment: asked itself, or by its logs, confs and replies.'
  static override description =
    'Takes what people have of any deployment: logs of Redis, Valkey and their sentinels in whatever form (files, docker compose, kubectl, a log viewer, a paste), redis.conf, sentinel.conf, nodes.conf, ACL files, compose files, saved replies of redis-cli. Finds out by content what each is. Prints findings, the cause first: why, how sure, the lines that show it, what to do, and which commands would decide what the evidence leaves open. Nothing is sent anywhere, and passwords are masked.'
  static override strict = false
  static override args = {
    source: Args.string({
      description:
        'A file, a folder, an archive, - for standard input, or an address: redis://, rediss://, sentinel://HOST:PORT. Several are one deployment.',
    }),
  }
  static override examples = [
    {description: 'Last night:', command: 'redislab diagnose sentinel-*.log redis-*.log sentinel.conf'},
    {description: 'What somebody sent you:', command: 'xclip -o | redislab diagnose -'},
    {description: 'Check conf files on every push:', command: 'redislab diagnose ./deploy --fail-on risk'},
    {
      description: 'The same, as annotations of a code review:',
      command: 'redislab diagnose ./deploy --fail-on risk --sarif redislab.sarif',
    },
    {
      description: 'To show to others, without your addresses and names:',
      command: 'redislab diagnose ./logs --redact --redact-map names.json',
    },
    {
      description: 'One machine logs in local time, the others in UTC:',
      command: 'redislab diagnose logs/ --zone s2=Europe/Berlin',
    },
    {
      description: 'One that runs elsewhere, from one of its addresses:',
      command: 'redislab diagnose sentinel://10.0.0.7:26379 --for 30s',
    },
    {description: 'A deployment that redislab runs:', command: 'redislab diagnose --name demo'},
  ]
  static override flags = {
    'fail-on': Flags.option({
      options: levels as readonly ('cause' | 'risk' | 'note')[],
      summary: 'Exit with 1 when there is a finding of this severity or a worse one.',
    })(),
    ...redactFlags,
    sarif: Flags.string({
      summary: 'Write the findings as SARIF 2.1.0 to this file, for annotations in code review.',
      helpValue: 'FILE',
    }),
    ...clockFlags,
    for: durationFlag({
      min: 1,
      summary:
        'Of a deployment that is asked: ask for its counters once more after this time, and judge what they did meanwhile.',
      helpValue: '30s',
    }),
    ...liveFlags,
    html: htmlFlag(),
    unread: Flags.boolean({summary: 'List the lines that were not understood, and why.'}),
  }

  async run() {
    const {flags, argv} = await this.parse(Diagnose)
    keepHeapSmall()
    const sources = argv as string[]
    const map = flags['redact-map']
    for (const file of [flags.sarif, flags.html, map]) if (file !== undefined) await checkReport(file)
    const redaction = flags.redact || map !== undefined ? new Redaction() : undefined
    const {evidence: read, deployment, clocks: known} = await this.#read(sources, flags)
    // What is judged holds no name any more, so no sentence can.
    const hidden = redaction?.hide(read) ?? read
    const show = <Value>(value: Value): Value => redaction?.show(value) ?? value
    const examined = examine(hidden, redactZones(known ?? clockOptions(flags), redaction))
    const report = show(examined.diagnose())
    const instances = show(examined.heard)
    const clocks = show(examined.plan)
    const {year} = examined
    const evidence = hidden.map((it) => ({...it, path: show(it.path), unread: show(it.unread)}))
    if (map !== undefined && redaction !== undefined) await writeSecret(map, redaction.map)
    if (flags.sarif !== undefined)
      await this.#annotate(flags.sarif, report.findings, redaction === undefined ? process.cwd() : '/')
    if (flags.html !== undefined) {
      const {writeDiagnosisPage} = await import('../cli/actions/write-diagnosis-page.ts')
      await writeDiagnosisPage(flags.html, {
        evidence: show(examined.evidence),
        findings: report.findings,
        deployment,
        signal: this.signal,
      })
    }
    if (this.isForPeople) {
      this.log(
        flags.unread
          ? renderUnread(evidence, stdoutTheme)
          : renderDiagnosis(report, stdoutTheme, {
              evidence,
              instances,
              clocks,
              width: terminalWidth(),
            }).trimEnd(),
      )
    }
    const worst = flags['fail-on']
    if (worst !== undefined && report.findings.some(({severity}) => isAtLeast(severity, worst)))
      process.exitCode = 1
    return describeDiagnosis(report, {deployment, evidence, instances, clocks, year})
  }

  /** @param folder that the paths of files are relative to */
  async #annotate(file: string, findings: readonly Finding[], folder: string): Promise<void> {
    const context = {
      rules: allRules,
      version: this.config.version,
      folder: folderUri(folder),
      // Of a part of a file, `values.yaml#redis.conf`, the file is what can be annotated.
      locate: (path: string) => fileUri(path.replace(/#[^/]*$/, ''), folder),
    }
    await writeReport(file, renderSarif(findings, context))
  }

  async #read(
    sources: readonly string[],
    flags: LiveFlags & {readonly name: string; readonly for?: number | undefined},
  ): Promise<{
    readonly evidence: readonly Evidence[]
    readonly deployment: string | null
    /** As they were given when it was opened. */
    readonly clocks?: ReadClocksOptions | undefined
  }> {
    const {signal} = this
    const asked = {login: liveLogin(), forMs: flags.for, signal}
    if (sources.length > 0) {
      const {files, live} = await liveOptions(sources, flags)
      if (live === undefined) requireLive(flags.for)
      const waiting = <Result>(action: () => Promise<Result>) => this.waitFor('asking', action)
      const transcripts = live === undefined ? [] : (await askLive(live, {...asked, waiting})).transcripts
      const read = files.length === 0 ? [] : await this.waitFor('reading', () => readSources(files, {signal}))
      return {
        evidence: [...transcripts.map(({name, text}) => readText(name, text)), ...read],
        deployment: null,
      }
    }
    refuseLiveFlags(flags)
    const deployment = await findDeployment(flags.name, {evenIfOpened: true})
    const live = deployment.record.opened?.live
    if (live === undefined) requireLive(flags.for)
    const evidence =
      live === undefined
        ? await this.waitFor('reading', () => evidenceOf(deployment, {signal}))
        : await this.waitFor('asking', () => evidenceOfLive(deployment, live, asked))
    return {evidence, deployment: deployment.name, clocks: clocksOf(deployment)}
  }
}

/** @throws RedislabError OPTION_INVALID */
function requireLive(forMs: number | undefined): void {
  if (forMs === undefined) return
  throw new RedislabError(
    'OPTION_INVALID',
    '--for is for a deployment that can be asked: files stay as they are.',
    {
      suggestions: ['redislab diagnose sentinel://HOST:26379 --for 30s'],
    },
  )
}

function isAtLeast(severity: FindingSeverity, worst: FindingSeverity): boolean {
  const rank = levels.indexOf(severity)
  return rank !== -1 && rank <= levels.indexOf(worst)
}
