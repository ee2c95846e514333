import {joinNames} from '../text/join-names.ts'
import {countSlots, slotCount} from '../topology/slots.ts'
import type {Twin} from './twin.ts'

type Drawn = Pick<Twin, 'mode' | 'groups' | 'instances'>

/** Why a deployment of this shape cannot become ready, a sentence each: a failover would not work in the original either. */
export function findObstacles(twin: Drawn): readonly string[] {
  return twin.mode === 'cluster'
    ? obstaclesOfCluster(twin)
    : [...disagreements(twin), ...shortQuorums(twin), ...circles(twin)]
}

function disagreements({groups, instances}: Drawn): readonly string[] {
  return groups.flatMap(({name}) => {
    const watched = new Map<string, string[]>()
    for (const {original, monitors} of instances)
      for (const {masterName, instance} of monitors)
        if (masterName === name) watched.set(instance, [...(watched.get(instance) ?? []), original])
    if (watched.size < 2) return []
    const told = [...watched].map(([instance, by]) => `${joinNames(by)}: ${originalOf(instance, instances)}`)
    return [
      `The sentinels watch ${watched.size} different masters under the name ${name} (${told.join('; ')}): they are no group, and none of them has votes but its own.`,
    ]
  })
}

function originalOf(name: string, instances: Drawn['instances']): string {
  return instances.find((instance) => instance.name === name)?.original ?? name
}

function shortQuorums({groups, instances}: Drawn): readonly string[] {
  return groups.flatMap(({name}) => {
    const watchers = instances.filter(({monitors}) => monitors.some(({masterName}) => masterName === name))
    const quorum = Math.max(
      0,
      ...watchers.flatMap(({monitors}) =>
        monitors.filter((it) => it.masterName === name).map((it) => it.quorum),
      ),
    )
    if (watchers.length === 0 || quorum <= watchers.length) return []
    return [
      `${name} has a quorum of ${quorum}, and these files show ${watchers.length} sentinel${watchers.length === 1 ? '' : 's'}: the master is never taken for down, and no failover begins. If there are more, pass their confs as well.`,
    ]
  })
}

function circles({instances}: Drawn): readonly string[] {
  const isRoot = ({kind, replicaOf}: Drawn['instances'][number]) =>
    kind === 'redis' && replicaOf === undefined
  const reached = new Set(instances.filter(isRoot).map(({name}) => name))
  for (let round = 0; round < instances.length; round += 1)
    for (const {name, replicaOf} of instances)
      if (replicaOf !== undefined && reached.has(replicaOf)) reached.add(name)
  const lost = instances.filter(({kind, name}) => kind === 'redis' && !reached.has(name))
  return lost.length === 0
    ? []
    : [
        `${joinNames(lost.map(({original}) => original))} replicate from each other in a circle: none of them has a master.`,
      ]
}

function obstaclesOfCluster({groups}: Drawn): readonly string[] {
  const served = countSlots(
    groups.flatMap(({slots, moreSlots = []}) => (slots === undefined ? [] : [slots, ...moreSlots])),
  )
  return served === slotCount
    ? []
    : [`Only ${served} of ${slotCount} slots have a master: the cluster does not serve all keys.`]
}
