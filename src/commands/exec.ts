import process from 'node:process'
import {Args} from '@oclif/core'
import {runBesideLab} from '../cli/actions/run-beside-lab.ts'
import {checkReport} from '../cli/actions/write-report.ts'
import {checkDeploymentFlags, execFlags} from '../cli/flags/exec-flags.ts'
import {partAtDashes} from '../cli/flags/exec-words.ts'
import {type DeploymentFlags, fillPassword, toDeploymentOptions} from '../cli/flags/up-flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {type Deployment, findDeployment} from '../engine/deployment/deployment.ts'
import {findImpliedName} from '../engine/deployment/implied-name.ts'
import {runProgram} from '../engine/programs/run-program.ts'
import {makeName} from '../engine/state/deployment-name.ts'
import {resolveHome} from '../engine/state/home.ts'
import {startFromOptions} from '../engine/up/start-from-options.ts'
import {makePatientReporter} from '../reporters/deployment/patient-reporter.ts'

export default class Exec extends BaseCommand {
  static override summary = 'Run a command with REDIS_URL and related variables set.'
  static override description =
    `REDIS_URL, REDIS_HOST, REDIS_PORT, REDIS_SENTINELS, REDIS_MASTER_NAME, REDIS_CLUSTER_NODES, REDIS_PASSWORD: as env
prints them. The command has stdin, stdout, stderr and the signals; its exit code is that of redislab (128 + n after
signal n, 127 when there is no such command, 126 when it cannot be executed). What --up or --lab started is gone when it
ends, however it ends.`
  static override examples = [
    {
      description: 'A test suite on a deployment of its own:',
      command: 'redislab exec --up 1m2r3s -- npm test',
    },
    {description: 'On a deployment that is running:', command: 'redislab exec -- node app.js'},
    {description: 'While a lab kills the master:', command: 'redislab exec --lab failover -- node app.js'},
  ]
  // stdout belongs to the command.
  static override enableJsonFlag = false
  static override strict = false
  static override args = {
    command: Args.string({description: 'After --: what to run, with its arguments.'}),
  }
  static override usage = 'exec [OPTIONS] -- COMMAND…'
  static override flags = execFlags

  async run() {
    const {own, program} = partAtDashes(this.argv)
    const {flags, raw} = await this.parse(Exec, fillPassword(own))
    const typed = raw.flatMap((token) => (token.type === 'flag' ? [token.flag] : []))
    checkDeploymentFlags(typed, flags)
    if (flags.html !== undefined) await checkReport(flags.html)
    const attach = {signal: this.signal, onStart: () => this.handOverSignals()}
    if (flags.lab !== undefined) {
      process.exitCode = await runBesideLab(flags.lab, program, {...flags, ...attach})
      return
    }
    if (flags.up === undefined) {
      const deployment = await findDeployment(
        flags.name ?? (process.env['REDISLAB_NAME'] || (await findImpliedName())),
      )
      process.exitCode = (await runProgram(deployment, program, attach)).exitCode
      await this.#writePage(deployment, flags.html)
      return
    }
    const name = flags.name ?? makeName('exec')
    await using deployment = await this.#start(flags.up, {...flags, name})
    process.exitCode = (await runProgram(deployment, program, attach)).exitCode
    await this.#writePage(deployment, flags.html)
  }

  async #writePage(deployment: Deployment, file: string | undefined): Promise<void> {
    if (file === undefined) return
    const {writePageOf} = await import('../cli/actions/write-page.ts')
    await writePageOf(deployment, file, {signal: this.signal})
  }

  async #start(
    topology: string,
    flags: DeploymentFlags & {
      readonly server?: string | undefined
      readonly templates?: string | undefined
    },
  ): Promise<Deployment> {
    const reporter = makePatientReporter(`starting ${topology}`)
    try {
      const {deployment} = await startFromOptions(topology, toDeploymentOptions(flags), {
        home: resolveHome(),
        server: flags.server,
        templates: flags.templates,
        // No handler runs when this process is killed outright.
        owner: 'self',
        signal: this.signal,
        onStep: reporter.onStep,
      })
      await reporter.finish('done')
      return deployment
    } catch (error) {
      await reporter.finish('failed')
      throw error
    }
  }
}
