import {createHash} from 'node:crypto'
import {RedislabError} from '../../core/errors/errors.ts'
import type {Plan} from '../../core/topology/plan.ts'
import {formatTopology, parseTopology} from '../../core/topology/topology.ts'
import {drawTwin} from '../../core/twin/draw-twin.ts'
import {shapePlan, topologyOf} from '../../core/twin/shape-plan.ts'
import type {Twin} from '../../core/twin/twin.ts'
import type {Directive, ServerInfo} from '../../core/words.ts'
import {readTemplates} from '../files/templates.ts'
import {makePassword} from '../up/passwords.ts'
import {type PlanRequest, planDeployment} from '../up/reserve.ts'
import {checkConfs, type StartedDeployment, type StartOptions, startPlanned} from '../up/start-deployment.ts'
import type {Original} from './gather-original.ts'

export interface TwinOptions {
  readonly name: string
  /** The state folder. */
  readonly home: string
  readonly server: ServerInfo
  readonly timing: 'kept' | 'fast'
  readonly links?: boolean | undefined
  readonly port?: number | undefined
  readonly sentinelPort?: number | undefined
  /** On top of what the original has: what somebody wants to try. */
  readonly set?: readonly Directive[] | undefined
  readonly sentinelSet?: readonly Directive[] | undefined
}

/** What would be started for an original. */
export interface DrawnTwin {
  readonly twin: Twin
  readonly request: PlanRequest
}

/**
 * Draws the twin of what was read.
 *
 * @throws RedislabError NOT_SUPPORTED when it shows no data instance, or too many
 */
export function drawOriginal(original: Original, options: TwinOptions): DrawnTwin {
  const twin = drawTwin(original.evidence, {
    name: options.name,
    server: options.server,
    timing: options.timing,
    makePassword,
    hash: (password) => createHash('sha256').update(password).digest('hex'),
  })
  const topology = topologyOf(twin)
  if (topology.masters < 1) throw noServer(original)
  // Its size, too, is judged.
  parseTopology(formatTopology(topology), {cluster: topology.cluster})
  const {downAfterMs, failoverTimeoutMs, parallelSyncs} = twin.timers
  const {name, port, sentinelPort, set = [], sentinelSet = []} = options
  return {
    twin,
    request: {
      name,
      topology,
      host: '127.0.0.1',
      port,
      sentinelPort,
      settings: {
        timing: 'lab',
        downAfterMs,
        failoverTimeoutMs,
        parallelSyncs,
        persist: 'rdb',
        set,
        sentinelSet,
      },
      masterNames: twin.groups.map((group) => group.name),
      ...(options.links ? {links: true} : {}),
      ...(twin.tls ? {tls: true} : {}),
      shape: (plan) => shapePlan(plan, twin),
    },
  }
}

function noServer({name}: Original): RedislabError {
  return new RedislabError('NOT_SUPPORTED', `${name} shows no data instance that a twin could have.`, {
    suggestions: ['Pass the redis.conf of each server and the sentinel.conf of each sentinel.'],
  })
}

/** What would be started, with free ports; nothing is. */
export async function planTwin({request, twin}: DrawnTwin, {home, server}: TwinOptions): Promise<Plan> {
  await checkConfs(request, {home, templates: await readTemplates(), server, access: twin.access})
  return planDeployment(home, request)
}

/** So long is waited for what has no known reason not to become ready. */
const readyWithinMs = 20_000
/** And so long for what has one: whether it is ready all the same. */
const unreadyWithinMs = 1500

/**
 * Starts a twin. One that does not become ready, as its original could not, stays.
 *
 * @throws RedislabError what `startPlanned` throws
 */
export async function startTwin(
  {request, twin}: DrawnTwin,
  original: Original,
  options: TwinOptions & Pick<StartOptions, 'replace' | 'owner' | 'signal' | 'onStep'>,
): Promise<StartedDeployment> {
  const {home, server, replace, owner, signal, onStep} = options
  return startPlanned(request, {
    home,
    server,
    templates: await readTemplates(),
    access: twin.access,
    replace,
    owner,
    signal,
    onStep,
    twin: {
      record: {
        of: original.name,
        sources: [...original.stored],
        instances: twin.instances.map(({name, original: known, address, host}) => ({
          name,
          original: known,
          address,
          host,
        })),
      },
      keep: original.keep,
      readyWithinMs: twin.obstacles.length > 0 ? unreadyWithinMs : readyWithinMs,
    },
  })
}
