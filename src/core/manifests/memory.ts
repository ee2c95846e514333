import type {Settings} from '../topology/plan.ts'

const mebibyte = 1024 * 1024
const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1000,
  kb: 1024,
  m: 1_000_000,
  mb: mebibyte,
  g: 1_000_000_000,
  gb: 1024 * mebibyte,
}

/** How much memory a data instance may take: for its data, and its container for all. */
export interface Memory {
  /** `maxmemory`, as a conf says it; undefined when the settings have one. */
  readonly maxmemory?: string
  /** In MiB. */
  readonly limit: number
}

/**
 * The memory of data instances. Beside its data a server needs room for the pages that change while a child saves, for buffers of
 * replicas and clients, and for fragments (redis.io, "Memory optimization"): without a `maxmemory` well below its limit it is the
 * kernel that ends it.
 */
export function memoryOf({set}: Pick<Settings, 'set'>): Memory {
  const given = set
    .filter(({name}) => name === 'maxmemory')
    .flatMap(({value}) => {
      const [, count, unit = ''] = /^(\d{1,15})([a-z]*)$/i.exec(value) ?? []
      const factor = units[unit.toLowerCase()]
      return count === undefined || factor === undefined ? [] : [(Number(count) * factor) / mebibyte]
    })
  const most = Math.max(0, ...given)
  if (most === 0) return {maxmemory: '600mb', limit: 1024}
  return {limit: Math.max(128, Math.ceil((most * 1.7) / 64) * 64)}
}
