import type {Plan} from '../../topology/plan.ts'
import type {TimelineEntry} from '../entries/entry.ts'
import type {InstanceNames} from './names.ts'

/** A node of a cluster that says one of these follows the node that it names from here on. */
const follows: ReadonlySet<string> = new Set([
  'cluster-demoted',
  'last-slot-lost',
  'replica-migrates',
  'sub-replica-moved',
])

/** Which master group each data instance belongs to. In a cluster that changes: replicas migrate to other shards. */
export class Membership {
  readonly #planned: Pick<Plan, 'instances'>
  #groups: Map<string, string>

  /** @param groups where that is not what the plan began with */
  constructor(plan: Pick<Plan, 'instances'>, groups: Readonly<Record<string, string>> = {}) {
    this.#planned = plan
    this.#groups = groupsOf(plan, groups)
  }

  /** As the plan began. */
  reset(): void {
    this.#groups = groupsOf(this.#planned, {})
  }

  of(instance: string | null): string | undefined {
    return instance === null ? undefined : this.#groups.get(instance)
  }

  in(group: string): readonly string[] {
    return [...this.#groups].filter(([, own]) => own === group).map(([name]) => name)
  }

  learn({kind, instance, fields}: TimelineEntry, names: InstanceNames): void {
    if (instance === null || !follows.has(kind)) return
    const group = this.#groups.get(names.ofRunId(fields['node']))
    if (group !== undefined) this.#groups.set(instance, group)
  }
}

function groupsOf({instances}: Pick<Plan, 'instances'>, groups: Readonly<Record<string, string>>) {
  return new Map(
    instances.flatMap(({name, masterName}): readonly [string, string][] => {
      const group = groups[name] ?? masterName
      return group === undefined ? [] : [[name, group]]
    }),
  )
}
