import {randomBytes} from 'node:crypto'
import {performance} from 'node:perf_hooks'
import {tlsFilesIn} from '../../core/config/files.ts'
import type {Templates} from '../../core/config/render.ts'
import type {Step, StepEvent} from '../../core/contract/start-steps.ts'
import {hasErrorCode} from '../../core/errors/errors.ts'
import type {ServerInfo} from '../../core/words.ts'
import {Deployment} from '../deployment/deployment.ts'
import {removeDeployment} from '../deployment/remove-deployment.ts'
import {checkProcesses} from '../host/process-table.ts'
import {thisMachine} from '../host/this-machine.ts'
import {readSettingsIfAllowed, type Settings, saveBaseline} from '../instances/baseline.ts'
import {instanceDirectory} from '../instances/instance-process.ts'
import {makeConfs} from '../instances/make-confs.ts'
import {endAllProcesses} from '../instances/take-down.ts'
import {Connection} from '../redis/connection.ts'
import {endpointOf} from '../redis/endpoint.ts'
import {checkOpenServer} from '../servers/check-open-server.ts'
import {checkSpeaksTls} from '../servers/check-speaks-tls.ts'
import {checkName, runDirectoryOf} from '../state/deployment-name.ts'
import {ensureHome, isForFullDisk, removeDirectory} from '../state/home.ts'
import {appendJournal} from '../state/journal.ts'
import {takeLock} from '../state/lock.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {isRunDirectory} from '../state/run-directories.ts'
import {onAbort} from '../time/on-abort.ts'
import type {ChosenAccess} from './access.ts'
import {bringUp} from './bring-up.ts'
import {type PlanRequest, planOnPaper, reserveDeployment} from './reserve.ts'
import {type Owner, startWatcher} from './start-watcher.ts'

export interface StartOptions {
  /** The state folder. */
  readonly home: string
  readonly server: ServerInfo
  readonly templates: Templates
  readonly access?: ChosenAccess | undefined
  /** Takes a deployment of the same name down first. */
  readonly replace?: boolean | undefined
  /** Milliseconds until it must be ready; 60 000 by default. */
  readonly withinMs?: number | undefined
  /** It is taken down when this process has ended; by default it stays. */
  readonly owner?: Owner | undefined
  readonly signal?: AbortSignal | undefined
  readonly onStep?: ((event: StepEvent) => void) | undefined
  /** It is the twin of another deployment. */
  readonly twin?: TwinStart | undefined
}

/** What is kept of the original of a twin, and how long to wait for it. */
export interface TwinStart {
  readonly record: NonNullable<DeploymentRecord['twin']>
  /** Puts what was read of the original into the folder of the twin. */
  readonly keep: (directory: string) => Promise<void>
  /** It stays also when it does not become ready within so many milliseconds, since its original would not either. */
  readonly readyWithinMs: number
}

export interface StartedDeployment {
  readonly deployment: Deployment
  readonly steps: readonly Step[]
  /** Milliseconds from the first step to ready. */
  readonly readyMs: number
  /** Of a twin: what is missing until it is ready. Empty for all others, and for a twin that is. */
  readonly unmet: readonly string[]
}

/** How often another block of ports is tried when somebody takes one between the look and the start. */
const portAttempts = 5

/**
 * Starts a deployment and waits until it is ready. When it cannot be, nothing is left: no process, no file.
 *
 * @throws RedislabError OPTION_INVALID, PROCESSES_HIDDEN, DEPLOYMENT_EXISTS, PORT_TAKEN, CONFIG_REFUSED, SERVER_DIED, TIMED_OUT, STATE_UNWRITABLE
 */
export async function startPlanned(request: PlanRequest, options: StartOptions): Promise<StartedDeployment> {
  checkName(request.name)
  checkOpenServer(options.server, {
    hasPassword: options.access?.password !== undefined || options.access?.acl !== undefined,
    insecure: request.insecure === true,
  })
  checkProcesses()
  if (request.tls) await checkSpeaksTls(options.server, {signal: options.signal})
  await checkConfs(request, options)
  await ensureHome(options.home)
  if (options.replace && (await isRunDirectory(runDirectoryOf(options.home, request.name)))) {
    await rehearse(request, options)
    await removeDeployment(options.home, request.name, {signal: options.signal})
  }
  const portsWereAsked = request.port !== undefined || request.sentinelPort !== undefined
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(request, options)
    } catch (error) {
      if (!hasErrorCode(error, 'PORT_TAKEN') || portsWereAsked || attempt === portAttempts) throw error
    }
  }
}

/**
 * Renders the confs of the whole deployment, and writes none: what they may not say is told before anything is started,
 * reserved or taken down.
 *
 * @throws RedislabError TEMPLATE_INVALID, DIRECTIVE_INVALID
 */
export async function checkConfs(
  request: PlanRequest,
  {home, templates, server, access = {}}: Pick<StartOptions, 'home' | 'templates' | 'server' | 'access'>,
): Promise<void> {
  const directory = runDirectoryOf(home, request.name)
  await makeConfs(planOnPaper(request), templates, {
    directoryOf: ({name}) => instanceDirectory(directory, name),
    server,
    access,
    tls: request.tls ? tlsFilesIn(directory) : undefined,
  })
}

/**
 * Starts one instance of each kind from the same options, elsewhere, and takes them down again: only a server can judge a
 * conf, and what runs shall not be gone for one that it refuses.
 *
 * @throws RedislabError CONFIG_REFUSED, TEMPLATE_INVALID, SERVER_DIED
 */
async function rehearse(request: PlanRequest, options: StartOptions): Promise<void> {
  const {topology} = request
  const small: PlanRequest = {
    ...request,
    name: `rehearsal-${randomBytes(6).toString('hex')}`,
    shape: undefined,
    topology: {
      ...topology,
      masters: 1,
      replicas: 0,
      sentinels: Math.min(topology.sentinels, 1),
      chain: false,
    },
    port: undefined,
    sentinelPort: undefined,
    quorum: undefined,
  }
  try {
    const {deployment} = await startOnce(small, {
      ...options,
      twin: undefined,
      owner: 'self',
      onStep: undefined,
    })
    await deployment.stop()
  } catch (error) {
    // A port that --set names is taken by what is to be replaced, and so is the room on a disk; and what is slow is not
    // refused.
    const isTaken = hasErrorCode(error, 'PORT_TAKEN') || isForFullDisk(error)
    if (!isTaken && !hasErrorCode(error, 'TIMED_OUT')) throw error
  }
}

async function startOnce(request: PlanRequest, options: StartOptions): Promise<StartedDeployment> {
  const {home, server, templates, access, withinMs = 60_000, owner, signal, onStep, twin} = options
  await using _lock = await takeLock(home, request.name, {signal})
  const {directory, record} = await reserveDeployment(home, request, {
    server,
    access,
    twin: twin?.record,
    signal,
  })
  try {
    await twin?.keep(directory)
    const startedAt = performance.now()
    // Before anything else runs: from here on its owner may end at any moment.
    if (owner !== undefined) await startWatcher({host: thisMachine, directory, record}, {home, owner})
    const baseline: Record<string, Settings> = {}
    const {steps, unmet} = await bringUp(directory, record, {
      host: thisMachine,
      templates,
      withinMs,
      staysUnreadyAfterMs: twin?.readyWithinMs,
      signal,
      onStep,
      // As each answers, while others start: asked at the end, nothing else would be going on meanwhile.
      async ask(instance, connection) {
        const {masters} = record.plan
        const settings = await readSettingsIfAllowed(connection, instance, masters).catch(async () => {
          // Who observes it closes a connection that is slow to answer. What is asked here can wait.
          const leftMs = Math.max(1, withinMs - (performance.now() - startedAt))
          using patient = await Connection.open(endpointOf(instance, record), {timeoutMs: leftMs})
          using _ending = signal === undefined ? undefined : onAbort(signal, () => patient[Symbol.dispose]())
          return await readSettingsIfAllowed(patient, instance, masters)
        })
        if (settings !== undefined) baseline[instance.name] = settings
      },
    })
    saveBaseline(directory, baseline)
    const readyMs = Math.round(performance.now() - startedAt)
    await appendJournal(directory, new Date(), {
      kind: 'deployment-started',
      topology: record.plan.topology,
      readyMs,
    })
    return {deployment: new Deployment({home, directory, record}), steps, readyMs, unmet}
  } catch (error) {
    await endAllProcesses(thisMachine, directory, record)
    await removeDirectory(directory)
    throw error
  }
}
