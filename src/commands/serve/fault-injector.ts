import process from 'node:process'
import {Flags} from '@oclif/core'
import {portFlag} from '../../cli/flags/flags.ts'
import {BaseCommand} from '../../cli/frame/base-command.ts'
import {hasErrorCode, RedislabError} from '../../core/errors/errors.ts'
import {type Deployment, findDeployment} from '../../engine/deployment/deployment.ts'
import {findImpliedName} from '../../engine/deployment/implied-name.ts'
import {whyNot, writePlainFile} from '../../engine/files/plain-file.ts'
import {resolveHome} from '../../engine/state/home.ts'
import {Databases} from '../../fault-injector/databases.ts'
import {endpointOf} from '../../fault-injector/endpoints.ts'
import {serveInjector} from '../../fault-injector/serve-injector.ts'
import {renderAction} from '../../reporters/fault/action-line.ts'
import {stderrTheme} from '../../reporters/kit/theme.ts'

/** Where the suites of clients look unless they are given another address. */
const usualPort = 20_324

export default class ServeFaultInjector extends BaseCommand {
  static override summary = 'Serve the fault injector that scenario tests of Redis clients ask for.'
  static override description =
    `The scenario tests of redis-py, node-redis, ioredis, Jedis and others send POST /action to a fault injector that is not public. This one
does what they ask to real deployments on this machine: failover, shard_failure, node_failure, network_failure, proxy_failure, reshard,
create_database, delete_database and others. What only Redis Software has (rladmin, maintenance notifications) is refused in words. It
prints the variables that the suites read, and lasts until Ctrl-C; what create_database started ends with it. It listens on 127.0.0.1
alone, and knows no token, since the suites have none: every program on this machine can ask.`
  static override examples = [
    {
      description: 'For the suite of ioredis:',
      command: 'redislab up 3m3r --cluster && redislab serve fault-injector --endpoints endpoints.json',
    },
    {
      description: 'Under the name that the suite looks for:',
      command: 'redislab serve fault-injector --endpoints endpoints.json --as re-standalone',
    },
  ]
  // It goes on until Ctrl-C, so there is no document.
  static override enableJsonFlag = false
  static override flags = {
    port: portFlag({summary: 'Where it listens.', default: usualPort}),
    endpoints: Flags.string({
      summary: 'Write the file that suites read the addresses of databases from.',
      helpValue: 'FILE',
    }),
    as: Flags.string({
      summary: 'The name of the deployment in that file; repeat for more. By default its own.',
      helpValue: 'NAME',
      multiple: true,
    }),
    server: Flags.string({
      summary: 'The server of databases that suites create. As of up.',
      helpValue: 'SERVER',
      env: 'REDISLAB_SERVER',
    }),
  }

  async run(): Promise<void> {
    const {flags, metadata} = await this.parse(ServeFaultInjector)
    const {signal} = this
    const isNamed = metadata.flags['name']?.setFromDefault !== true
    const deployment = await findIfAny(isNamed ? flags.name : undefined)
    await using databases = new Databases({home: resolveHome(), server: flags.server, signal})
    const adopted = deployment === undefined ? undefined : await databases.adopt(deployment)
    const {endpoints} = flags
    if (endpoints !== undefined) {
      const names = flags.as ?? [adopted?.name ?? '']
      const entries = adopted === undefined ? [] : names.map((name) => [name, endpointOf(adopted)])
      await write(endpoints, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`)
    }
    this.expectInterrupt()
    await using served = await serveInjector({
      databases,
      port: flags.port,
      signal,
      onAction: (event) => process.stderr.write(renderAction(event, Date.now(), stderrTheme)),
    })
    this.log(`FAULT_INJECTION_API_URL=${served.url}`)
    this.log(`RE_FAULT_INJECTOR_URL=${served.url}`)
    if (endpoints !== undefined) this.log(`REDIS_ENDPOINTS_CONFIG_PATH=${endpoints}`)
    if (process.stderr.isTTY) process.stderr.write('Ctrl-C ends it.\n')
    await aborted(signal)
    signal.throwIfAborted()
  }
}

/** The one that was named; else the only one there is, if any. */
async function findIfAny(name: string | undefined): Promise<Deployment | undefined> {
  try {
    return await findDeployment(name ?? (await findImpliedName()))
  } catch (error) {
    if (name === undefined && hasErrorCode(error, 'DEPLOYMENT_NOT_FOUND')) return undefined
    throw error
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    // The password of a deployment stands in it.
    await writePlainFile(file, text, {isSecret: true})
  } catch (error) {
    throw new RedislabError('OPTION_INVALID', `--endpoints ${file} cannot be written: ${whyNot(error)}.`)
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), {once: true})
  })
}
