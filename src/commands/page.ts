import process from 'node:process'
import {useLogTimes} from '../cli/actions/log-times.ts'
import {PageLoads} from '../cli/actions/page-loads.ts'
import {liveLogin} from '../cli/flags/live-flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {findDeployment} from '../engine/deployment/deployment.ts'
import {servePage} from '../engine/page/serve-page.ts'

export default class Page extends BaseCommand {
  static override summary =
    'Show a deployment in a browser, as it lives: roles, votes, who believes what, and why.'
  static override description =
    `Serves one page on this machine alone (127.0.0.1, a free port), and prints its address. The address holds a token:
without it nothing is answered. On the page you can kill, stop, start, pause and resume instances, and let clients work; with
up --links you can also cut instances off and slow them down. A deployment that redislab does not run is looked at only. It
lasts until Ctrl-C. To keep or send a page as a file, use --html of timeline, explain, status, diagnose and lab run.`
  static override examples = [
    {description: 'The deployment that is running:', command: 'redislab page'},
    {description: 'The one named demo:', command: 'redislab page --name demo'},
  ]
  // It goes on until Ctrl-C, so there is no document.
  static override enableJsonFlag = false

  async run(): Promise<void> {
    const {flags} = await this.parse(Page)
    const deployment = await findDeployment(flags.name, {login: liveLogin()})
    useLogTimes(deployment)
    const {access, directory, home, name, record} = deployment
    await using recorder =
      access === undefined
        ? undefined
        : new (await import('../engine/live/recorder.ts')).Recorder({
            home,
            name,
            directory,
            plan: record.plan,
            access,
          })
    this.expectInterrupt()
    this.endWithOutput()
    const signal = AbortSignal.any([this.signal, ...(recorder === undefined ? [] : [recorder.ended])])
    await using loads = new PageLoads(deployment, signal)
    await using served = await servePage(deployment, {signal, loads})
    this.log(served.url)
    if (process.stderr.isTTY) process.stderr.write('Open it in a browser. Ctrl-C ends it.\n')
    await served.ended
    recorder?.ended.throwIfAborted()
  }
}
