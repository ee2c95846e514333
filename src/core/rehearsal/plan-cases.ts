import type {Plan, PlannedInstance} from '../topology/plan.ts'
import type {RehearsalCase} from './rehearsal.ts'

/** More pairs than these take longer than anybody waits. */
const mostPairs = 28

export interface PlannedCases {
  readonly cases: readonly RehearsalCase[]
  /** How many pairs of hosts are left out. */
  readonly leftOut: number
}

/**
 * The standard set of failures for a plan.
 *
 * @param hosts the instances of each host that is known
 */
export function planCases(plan: Plan, hosts: ReadonlyMap<string, readonly string[]>): PlannedCases {
  const masters = plan.masters.map(({instance}) => instance)
  const make = (
    kind: RehearsalCase['kind'],
    title: string,
    instances: readonly string[],
    lost: readonly string[] = [],
  ): RehearsalCase => ({
    kind,
    title,
    hosts: lost,
    instances,
    masters: instances.filter((name) => masters.includes(name)),
  })
  const names = [...hosts.keys()]
  const on = (host: string) => hosts.get(host) ?? []
  const pairs = names.flatMap((host, index) => names.slice(index + 1).map((other) => [host, other] as const))
  // Of an instance that is alone on its host, the case of the host says the same.
  const alone = new Set(names.flatMap((host) => (on(host).length === 1 ? on(host) : [])))
  const isLinked = plan.instances.some(({bound}) => bound !== undefined)
  const hostOf = (name: string) => names.find((host) => on(host).includes(name))
  const cutOff = new Map(
    masters.map((name) => {
      const host = hostOf(name)
      return [host ?? name, host === undefined ? [name] : on(host)] as const
    }),
  )
  return {
    cases: [
      ...plan.instances
        .filter(({name}) => !alone.has(name))
        .map(({name}) => make('instance', `${name} killed`, [name])),
      ...names.map((host) => make('host', `host ${host} lost`, on(host), [host])),
      ...pairs
        .slice(0, mostPairs)
        .map(([host, other]) =>
          make('pair', `hosts ${host} and ${other} lost`, [...on(host), ...on(other)], [host, other]),
        ),
      ...masters.map((name) => make('freeze', `master ${name} frozen`, [name])),
      ...(isLinked && plan.instances.length > 1
        ? [...cutOff].map(([where, instances]) =>
            make('partition', `${where} cut off`, instances, names.includes(where) ? [where] : []),
          )
        : []),
      ...(plan.instances.some(canTakeOver)
        ? masters
            .filter((name) => plan.instances.some(({replicaOf}) => replicaOf === name))
            .filter(() => plan.mode === 'sentinel' || plan.mode === 'cluster')
            .map((name) => make('planned', `failover of ${name}`, [name]))
        : []),
      ...(plan.instances.length > 1
        ? [
            make(
              'rolling',
              'rolling restart',
              plan.instances.map(({name}) => name),
            ),
          ]
        : []),
      make(
        'all',
        'all at once, and back',
        plan.instances.map(({name}) => name),
      ),
    ],
    leftOut: Math.max(0, pairs.length - mostPairs),
  }
}

function canTakeOver({kind, replicaOf}: PlannedInstance): boolean {
  return kind === 'redis' && replicaOf !== undefined
}
