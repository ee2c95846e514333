import type {Twin, TwinInstance} from '../twin/twin.ts'

/** Data instances that sentinels never promote: replica-priority 0. */
export function unfitOf({instances}: Twin): ReadonlySet<string> {
  const isUnfit = (instance: TwinInstance) =>
    settingOf(instance, 'replica-priority', 'slave-priority') === '0'
  return new Set(instances.filter(isUnfit).map(({name}) => name))
}

/** How long writes may go on before a master without replicas refuses them (min-replicas-max-lag), or a moment; in milliseconds. */
export function observeMsOf({instances}: Twin): number {
  const lags = instances
    .filter(
      (instance) => Number(settingOf(instance, 'min-replicas-to-write', 'min-slaves-to-write') ?? 0) > 0,
    )
    .map((instance) => Number(settingOf(instance, 'min-replicas-max-lag', 'min-slaves-max-lag') ?? 10))
  return lags.length === 0 ? 1000 : Math.max(...lags) * 1000 + 2000
}

function settingOf({settings}: TwinInstance, ...names: readonly string[]): string | undefined {
  return settings.findLast(({name}) => names.includes(name))?.value
}
