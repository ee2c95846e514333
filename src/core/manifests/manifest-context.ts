import {busPortOffset, type PlannedInstance} from '../topology/plan.ts'
import type {ContainerDeployment} from './container-deployment.ts'
import type {PodGroup} from './pods.ts'

/** What a manifest is made from. */
export interface Context extends ContainerDeployment {
  readonly namespace: string
}

/** By which a service finds its pods. */
export function labels(name: string, {kind}: Pick<PodGroup, 'kind'>) {
  return {'app.kubernetes.io/name': name, 'app.kubernetes.io/component': kind}
}

/** What the pods of one StatefulSet have in common. */
export function podLabels(name: string, group: PodGroup) {
  return {...labels(name, group), 'app.kubernetes.io/instance': group.name}
}

/** Whether a master has others that take over from it. */
export function handsOver({mode}: Context['plan']): boolean {
  return mode === 'sentinel' || mode === 'cluster'
}

/** What a server of this kind listens at. */
export function portsOf({plan}: Context, kind: PlannedInstance['kind'], port: number) {
  return [
    {name: kind, containerPort: port},
    ...(plan.mode === 'cluster' ? [{name: 'bus', containerPort: port + busPortOffset}] : []),
  ]
}
