import {Args, Flags} from '@oclif/core'
import {fileUri, folderUri} from '../cli/actions/file-uri.ts'
import {checkReport, writeReport} from '../cli/actions/write-report.ts'
import {htmlFlag} from '../cli/flags/html-flag.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {describeDiagnosis} from '../core/contract/diagnosis-json.ts'
import {allRules} from '../core/diagnosis/all-rules.ts'
import {diagnose} from '../core/diagnosis/diagnose.ts'
import type {Finding, FindingSeverity} from '../core/diagnosis/finding.ts'
import type {Evidence} from '../core/evidence/facts.ts'
import {findInstances} from '../core/identity/find-instances.ts'
import {findDeployment} from '../engine/deployment/deployment.ts'
import {listDeploymentFiles} from '../engine/sources/deployment-files.ts'
import {readSources} from '../engine/sources/read-sources.ts'
import {renderDiagnosis} from '../reporters/diagnosis/diagnosis-view.ts'
import {renderSarif} from '../reporters/diagnosis/sarif.ts'
import {renderUnread} from '../reporters/diagnosis/unread-view.ts'
import {terminalWidth} from '../reporters/kit/terminal-width.ts'
import {stdoutTheme} from '../reporters/kit/theme.ts'

const levels: readonly FindingSeverity[] = ['cause', 'risk', 'note']

export default class Diagnose extends BaseCommand {
  static override summary = 'Say what is wrong with a deployment, from its logs, confs and replies.'
  static override description =
    'Takes what people have of any deployment: logs of Redis, Valkey and their sentinels in whatever form (files, docker compose, kubectl, a log viewer, a paste), redis.conf, sentinel.conf, nodes.conf, ACL files, compose files, saved replies of redis-cli. Finds out by content what each is. Prints findings, the cause first: why, how sure, the lines that show it, what to do, and which commands would decide what the evidence leaves open. Nothing is sent anywhere, and passwords are masked.'
  static override strict = false
  static override args = {
    source: Args.string({
      description: 'A file, a folder, an archive, or - for standard input. Several are one deployment.',
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
    {description: 'A deployment that redislab runs:', command: 'redislab diagnose --name demo'},
  ]
  static override flags = {
    'fail-on': Flags.option({
      options: levels as readonly ('cause' | 'risk' | 'note')[],
      summary: 'Exit with 1 when there is a finding of this severity or a worse one.',
    })(),
    sarif: Flags.string({
      summary: 'Write the findings as SARIF 2.1.0 to this file, for annotations in code review.',
      helpValue: 'FILE',
    }),
    html: htmlFlag(),
    unread: Flags.boolean({summary: 'List the lines that were not understood, and why.'}),
  }

  async run() {
    const {flags, argv} = await this.parse(Diagnose)
    const sources = argv as string[]
    for (const file of [flags.sarif, flags.html]) if (file !== undefined) await checkReport(file)
    const {evidence, deployment} = await this.waitFor('reading', () => this.#read(sources, flags.name))
    const instances = findInstances(evidence)
    const report = diagnose(evidence)
    if (flags.sarif !== undefined) await this.#annotate(flags.sarif, report.findings)
    if (flags.html !== undefined) {
      const {writeDiagnosisPage} = await import('../cli/actions/write-diagnosis-page.ts')
      await writeDiagnosisPage(flags.html, {
        evidence,
        instances,
        findings: report.findings,
        deployment,
        signal: this.signal,
      })
    }
    if (this.isForPeople) {
      this.log(
        flags.unread
          ? renderUnread(evidence, stdoutTheme)
          : renderDiagnosis(report, stdoutTheme, {evidence, instances, width: terminalWidth()}).trimEnd(),
      )
    }
    const worst = flags['fail-on']
    if (worst !== undefined && report.findings.some(({severity}) => isAtLeast(severity, worst)))
      process.exitCode = 1
    return describeDiagnosis(report, {deployment, evidence, instances})
  }

  async #annotate(file: string, findings: readonly Finding[]): Promise<void> {
    const folder = process.cwd()
    const context = {
      rules: allRules,
      version: this.config.version,
      folder: folderUri(folder),
      locate: (path: string) => fileUri(path, folder),
    }
    await writeReport(file, renderSarif(findings, context))
  }

  async #read(
    sources: readonly string[],
    name: string,
  ): Promise<{readonly evidence: readonly Evidence[]; readonly deployment: string | null}> {
    if (sources.length > 0)
      return {evidence: await readSources(sources, {signal: this.signal}), deployment: null}
    const deployment = await findDeployment(name)
    const files = await listDeploymentFiles(deployment.directory, deployment.record.plan)
    return {
      evidence: await readSources(files, {signal: this.signal}),
      deployment: deployment.name,
    }
  }
}

function isAtLeast(severity: FindingSeverity, worst: FindingSeverity): boolean {
  const rank = levels.indexOf(severity)
  return rank !== -1 && rank <= levels.indexOf(worst)
}
