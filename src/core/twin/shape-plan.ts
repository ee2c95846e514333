import {formatAddress, type Plan, type PlannedInstance} from '../topology/plan.ts'
import {formatTopology, type Topology} from '../topology/topology.ts'
import type {Directive} from '../words.ts'
import type {JudgedLine, Twin, TwinInstance} from './twin.ts'

/** How many of each kind a twin has, which is what ports and ids are handed out by. */
export function topologyOf({instances, groups, mode}: Pick<Twin, 'instances' | 'groups' | 'mode'>): Topology {
  const servers = instances.filter(({kind}) => kind === 'redis').length
  const masters = new Set(groups.map(({instance}) => instance)).size
  return {
    masters,
    replicas: servers - masters,
    sentinels: instances.length - servers,
    chain: false,
    cluster: mode === 'cluster',
  }
}

/** Gives a plan with as many instances the shape of a twin: who is whose, which slots are whose, and what each is set to. */
export function shapePlan(plan: Plan, twin: Twin): Plan {
  const instances = plan.instances.map((instance): PlannedInstance => {
    const {masterName: _, replicaOf: __, ...place} = instance
    const {masterName, replicaOf} = twin.instances.find(({name}) => name === instance.name) ?? {}
    return {
      ...place,
      ...(masterName === undefined ? {} : {masterName}),
      ...(replicaOf === undefined ? {} : {replicaOf}),
    }
  })
  return {
    ...plan,
    topology: formatTopology(topologyOf(twin)),
    mode: twin.mode,
    isTwin: true,
    masters: twin.groups,
    instances,
    settings: {
      ...plan.settings,
      set: [...settingsOf(twin, 'redis'), ...plan.settings.set],
      sentinelSet: [
        ...settingsOf(twin, 'sentinel'),
        ...twin.instances.flatMap((instance) => otherMonitors(instance, twin, instances)),
        ...plan.settings.sentinelSet,
      ],
    },
  }
}

function settingsOf({instances}: Twin, kind: TwinInstance['kind']): readonly Directive[] {
  return instances
    .filter((instance) => instance.kind === kind)
    .flatMap(({name, settings}) => settings.map((setting) => ({...setting, instance: name})))
}

/** What a sentinel monitors otherwise than the plan has it: another master under the same name, another quorum. */
function otherMonitors(
  {name, monitors}: TwinInstance,
  {groups}: Twin,
  instances: readonly PlannedInstance[],
): readonly Directive[] {
  return monitors.flatMap(({masterName, instance, quorum}) => {
    const group = groups.find((it) => it.name === masterName)
    const master = instances.find((it) => it.name === instance)
    if (master === undefined || (group?.instance === instance && group.quorum === quorum)) return []
    const {host, port} = master
    return [{name: `sentinel monitor ${masterName}`, value: `${host} ${port} ${quorum}`, instance: name}]
  })
}

/** `127.0.0.1:7100` → `10.0.0.1:6379`: where the instances of a twin are, and where those are that they stand for. */
export function originalAddresses(
  {instances}: Plan,
  originals: readonly Pick<TwinInstance, 'name' | 'address'>[],
): ReadonlyMap<string, string> {
  return new Map(
    instances.flatMap((instance) => {
      const address = originals.find(({name}) => name === instance.name)?.address
      return address === null || address === undefined ? [] : [[formatAddress(instance), address] as const]
    }),
  )
}

/** The lines of a twin with the addresses that its plan gave them. */
export function withAddresses(twin: Twin, plan: Plan): Twin {
  const addressOf = (name: string | undefined) => {
    const found = plan.instances.find((instance) => instance.name === name)
    return found === undefined ? null : `${found.host} ${found.port}`
  }
  const hereOf = (instance: TwinInstance, {name, value, here}: JudgedLine): string | null => {
    const own = plan.instances.find((it) => it.name === instance.name)
    if (own === undefined || here === null) return here
    if (name === 'bind') return own.host
    if (name === 'port' || name === 'tls-port')
      return (name === 'tls-port') === twin.tls ? String(own.port) : '0'
    if (name === 'replicaof' || name === 'slaveof')
      return addressOf(instance.replicaOf) ?? 'none: it begins as master'
    if (name !== 'sentinel monitor') return here
    const watched = instance.monitors.find(({masterName}) => masterName === value.split(' ')[0])
    return watched === undefined
      ? here
      : `${watched.masterName} ${addressOf(watched.instance)} ${watched.quorum}`
  }
  return {
    ...twin,
    instances: twin.instances.map((instance) => ({
      ...instance,
      lines: instance.lines.map((line) => ({...line, here: hereOf(instance, line)})),
    })),
  }
}
