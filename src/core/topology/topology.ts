import {RedislabError} from '../errors.ts'
import type {Mode} from '../status/status.ts'

/** The declared shape of a deployment: how many masters, replicas and sentinels, in total. */
export interface Topology {
  readonly masters: number
  readonly replicas: number
  readonly sentinels: number
  /** The replicas replicate from one another: master ← first ← second … */
  readonly chain: boolean
}

/** More instances than this on one machine is a slip of the finger. */
const maxInstances = 200

/**
 * Reads a topology: `<M>m[<R>r][<S>s]`, such as `1m`, `1m2r`, `1m2r3s`, `2m4r3s`. Counts are totals.
 *
 * @throws RedislabError TOPOLOGY_INVALID
 */
export function parseTopology(text: string, {chain = false}: {chain?: boolean} = {}): Topology {
  const match = /^(\d{1,4})m(?:(\d{1,4})r)?(?:(\d{1,4})s)?$/.exec(text)
  if (match === null) {
    throw new RedislabError('TOPOLOGY_INVALID', `"${text}" is not a topology.`, {
      suggestions: [suggest(text)],
    })
  }
  const [masters, replicas, sentinels] = [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)]
  if (masters < 1) {
    throw new RedislabError('TOPOLOGY_INVALID', `The topology "${text}" has no master.`, {
      suggestions: ['Start with at least one master: 1m2r3s.'],
    })
  }
  if (masters + replicas + sentinels > maxInstances) {
    throw new RedislabError(
      'TOPOLOGY_INVALID',
      `The topology "${text}" has ${masters + replicas + sentinels} instances; the most is ${maxInstances}.`,
      {suggestions: ['Ask for fewer: 1m50r3s is a large one.']},
    )
  }
  return {masters, replicas, sentinels, chain}
}

/** The shorthand of a topology: `1m2r3s`. Counts of zero are left out. */
export function formatTopology({masters, replicas, sentinels}: Topology): string {
  return `${masters}m${replicas > 0 ? `${replicas}r` : ''}${sentinels > 0 ? `${sentinels}s` : ''}`
}

export function modeOf({replicas, sentinels}: Topology): Mode {
  if (sentinels > 0) return 'sentinel'
  return replicas > 0 ? 'replication' : 'standalone'
}

/** Reads what was probably meant: letters before numbers (`m1r2s3`), another order (`3s1m`), upper case. */
function suggest(text: string): string {
  const counts = new Map<string, number>()
  for (const [, before, letter, after] of text.toLowerCase().matchAll(/(\d*)([mrs])(\d*)/g)) {
    const digits = before === '' ? after : before
    if (letter !== undefined) counts.set(letter, digits === '' || digits === undefined ? 1 : Number(digits))
  }
  const masters = counts.get('m') ?? 0
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  if (masters > 0 && total <= maxInstances && /^[\dmrs\s,+-]*$/i.test(text)) {
    const meant = formatTopology({
      masters,
      replicas: counts.get('r') ?? 0,
      sentinels: counts.get('s') ?? 0,
      chain: false,
    })
    return `Did you mean ${meant}?`
  }
  return 'Write masters, replicas and sentinels as in 1m2r3s (1 master, 2 replicas, 3 sentinels); 1m and 1m2r work too.'
}
