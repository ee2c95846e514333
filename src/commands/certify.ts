import {readFile} from 'node:fs/promises'
import process from 'node:process'
import {chooseScenarios} from '../cli/actions/choose-scenarios.ts'
import {readCertificate} from '../cli/actions/read-certificate.ts'
import {runCertify} from '../cli/actions/run-certify.ts'
import {writeCertificate} from '../cli/actions/write-certificate.ts'
import {checkReport} from '../cli/actions/write-report.ts'
import {certifyFlags, checkCommand, partCertify} from '../cli/flags/certify-flags.ts'
import {boundRegexes} from '../cli/flags/v8-flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {compareCertificates} from '../core/certify/compare.ts'
import {parseKnown} from '../core/certify/known.ts'
import {describeCertificate} from '../core/contract/certify-json.ts'
import {ExitCode, RedislabError} from '../core/errors/errors.ts'
import {chooseServer} from '../engine/servers/choose-server.ts'

const longestWaitMs = 45_000

export default class Certify extends BaseCommand {
  static override summary = 'Take a client through every scenario, and judge it from outside.'
  static override description =
    `The client is any program, in any language. It finds the deployment by the variables of exec, and does what it always
does. Each scenario has a deployment of its own. Servers and system say how the client came through, in one word: follows,
follows late, loses silently, hangs, crashes, never back. Lines of JSON on its stdout, {"op", "ok", "error", "ms"}, are
counted.

Exit code 1 when a scenario fails that --known does not list.`
  static override examples = [
    {
      description: 'An application with Sentinel:',
      command: 'redislab certify --suite sentinel -- node app.js',
    },
    {
      description: 'For CI, four scenarios at a time:',
      command: 'redislab certify --jobs 4 --known known.txt --junit certify.xml -- python3 app.py',
    },
    {
      description: 'One scenario, with its timeline as a page:',
      command: 'redislab certify --scenario planned-failover --html page.html -- ./app',
    },
    {
      description: 'Two versions of a client, side by side:',
      command: 'redislab certify --compare before.json after.json',
    },
  ]
  static override strict = false
  static override usage = 'certify [OPTIONS] -- COMMAND…'
  static override flags = certifyFlags

  async run() {
    const {own, command} = partCertify(this.argv)
    const {argv, flags} = await this.parse(Certify, [...own])
    const left = argv.map(String)
    if (flags.compare) return this.#compare(left)
    checkCommand(command, left)
    for (const file of [flags.junit, flags.html, flags.badge]) if (file !== undefined) await checkReport(file)
    const scenarios = await chooseScenarios({suite: flags.suite, ids: flags.scenario})
    const known = flags.known === undefined ? new Set<string>() : parseKnown(await readKnown(flags.known))
    boundRegexes()
    const {signal} = this
    const startedAt = Date.now()
    const run = await runCertify(scenarios, {
      command,
      server: await chooseServer(flags.server, {signal}),
      waitMs: flags.wait ?? longestWaitMs,
      known,
      jobs: flags.jobs,
      isForPeople: this.isForPeople,
      keepsPages: flags.html !== undefined,
      signal,
    })
    const suite = flags.scenario === undefined ? flags.suite : flags.scenario.join(', ')
    const certificate = describeCertificate(run.results, {command, suite, durationMs: Date.now() - startedAt})
    if (!certificate.passed) process.exitCode = ExitCode.expectationFailed
    await writeCertificate(certificate, {...flags, pages: run.pages, isForPeople: this.isForPeople})
    return certificate
  }

  async #compare(files: readonly string[]) {
    const [before, after] = files
    if (before === undefined || after === undefined || files.length > 2) {
      throw new RedislabError('USAGE', '--compare takes two files, which certify --json wrote.', {
        suggestions: ['Such as: redislab certify --compare before.json after.json'],
      })
    }
    const comparison = compareCertificates(await readCertificate(before), await readCertificate(after))
    if (this.isForPeople) {
      const {renderCertificateComparison} = await import('../reporters/certify/comparison-view.ts')
      const {stdoutTheme} = await import('../reporters/kit/theme.ts')
      process.stdout.write(renderCertificateComparison(comparison, stdoutTheme))
    }
    return comparison
  }
}

async function readKnown(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new RedislabError(
      'OPTION_INVALID',
      `--known ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}.`,
      {
        suggestions: ['It is a text file with the name of a scenario a line.'],
        cause: error,
      },
    )
  }
}
