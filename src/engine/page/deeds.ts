import type {Fault} from '../../core/faults/faults.ts'
import type {LinkFault} from '../../core/links/link-fault.ts'
import {joinNames} from '../../core/text/join-names.ts'
import {hasLinks} from '../../core/topology/plan.ts'
import type {Deployment} from '../deployment/deployment.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'

const ofInstances: Readonly<Record<string, Fault>> = {
  kill: {kind: 'kill', signal: 'SIGKILL'},
  stop: {kind: 'stop'},
  start: {kind: 'start'},
  pause: {kind: 'pause'},
  resume: {kind: 'resume'},
}
const ofLinks: Readonly<Record<string, LinkFault>> = {
  partition: {kind: 'partition'},
  delay: {kind: 'delay', delayMs: 200},
  heal: {kind: 'heal'},
}

/** Whether redislab runs a deployment. One that was opened is looked at only. */
export function isOurs(record: DeploymentRecord): boolean {
  return !('opened' in record)
}

/** What can be done to the instances of a deployment from its page. */
export function deedsOf(record: DeploymentRecord): readonly string[] {
  if (!isOurs(record)) return []
  return [...Object.keys(ofInstances), ...(hasLinks(record.plan) ? Object.keys(ofLinks) : [])]
}

/** Whose links are meant with an instance: between hosts they are those of its host. */
function endsAt({plan}: DeploymentRecord, target: string): string {
  const {onHost} = plan.instances.find(({name}) => name === target) ?? {}
  return onHost === undefined ? target : `host:${onHost}`
}

/** What arrives a minute late is cut off in all but name. */
const mostDelayMs = 60_000

export interface Deed {
  readonly action: string
  /** The name of an instance. */
  readonly target: string
  /** Of a delay: how much later what it sends shall arrive. @default 200 */
  readonly delayMs?: number | undefined
  readonly signal: AbortSignal
}

/**
 * Does it.
 *
 * @returns what was done, in words
 * @throws RedislabError what injecting a fault throws
 */
export async function doDeed(
  deployment: Deployment,
  {action, target, delayMs = 200, signal}: Deed,
): Promise<string> {
  const ofInstance = ofInstances[action]
  if (ofInstance !== undefined) {
    const {report} = await deployment.inject(ofInstance, [target], {signal})
    return `${action}: ${joinNames(report.instances.map(({name}) => name))}`
  }
  const ofLink = ofLinks[action]
  if (ofLink === undefined) throw new TypeError(`a page does not ${action}`)
  const fault: LinkFault =
    ofLink.kind === 'delay' ? {...ofLink, delayMs: Math.min(Math.max(delayMs, 1), mostDelayMs)} : ofLink
  const ends = endsAt(deployment.record, target)
  const {report} = await deployment.inject(fault, [ends], {signal})
  return `${action}: ${ends}, ${report.links.length} links`
}
