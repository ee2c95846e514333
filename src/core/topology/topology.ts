import {RedislabError} from '../errors/errors.ts'
import {shorten} from '../text/shorten.ts'
import type {Mode} from '../words.ts'

/** The declared shape of a deployment: how many masters, replicas and sentinels, in total. */
export interface Topology {
  readonly masters: number
  readonly replicas: number
  readonly sentinels: number
  /** The replicas replicate from one another: master ← first ← second … */
  readonly chain: boolean
  /** The masters are the shards of one Redis Cluster. */
  readonly cluster: boolean
}

/** More instances than this on one machine is a slip of the finger. */
const maxInstances = 200

/**
 * Reads a topology: `<M>m[<R>r][<S>s]`, such as `1m`, `1m2r`, `1m2r3s`, `2m4r3s`. Counts are totals.
 *
 * @throws RedislabError TOPOLOGY_INVALID
 */
export function parseTopology(
  text: string,
  {chain = false, cluster = false}: {chain?: boolean; cluster?: boolean} = {},
): Topology {
  const match = /^(\d{1,4})m(?:(\d{1,4})r)?(?:(\d{1,4})s)?$/.exec(text)
  if (match === null) {
    throw new RedislabError('TOPOLOGY_INVALID', `"${shorten(text)}" is not a topology.`, {
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
  if (cluster) checkCluster(text, {sentinels, chain})
  return {masters, replicas, sentinels, chain, cluster}
}

function checkCluster(text: string, {sentinels, chain}: {sentinels: number; chain: boolean}): void {
  if (sentinels > 0) {
    throw new RedislabError(
      'TOPOLOGY_INVALID',
      `The topology "${text}" has sentinels, and a cluster has none.`,
      {
        suggestions: [
          'In a cluster the masters themselves watch each other: leave the sentinels out, as in 3m3r.',
        ],
      },
    )
  }
  if (chain) {
    throw new RedislabError('TOPOLOGY_INVALID', 'In a cluster every replica replicates from a master.', {
      suggestions: ['Leave --chain out.'],
    })
  }
}

/** The shorthand of a topology: `1m2r3s`. Counts of zero are left out. */
export function formatTopology({masters, replicas, sentinels}: Topology): string {
  return `${masters}m${replicas > 0 ? `${replicas}r` : ''}${sentinels > 0 ? `${sentinels}s` : ''}`
}

export function modeOf({replicas, sentinels, cluster}: Topology): Mode {
  if (cluster) return 'cluster'
  if (sentinels > 0) return 'sentinel'
  return replicas > 0 ? 'replication' : 'standalone'
}

/** Reads what was probably meant: letters before numbers (`m1r2s3`), another order (`3s1m`), upper case, separators. */
function suggest(text: string): string {
  const compact = text.length > 40 ? '' : text.toLowerCase().replace(/[\s,+-]/g, '')
  const lettersFirst = /\d$/.test(compact)
  const parts = compact.match(lettersFirst ? /[mrs]\d*/g : /\d*[mrs]/g) ?? []
  const counts = new Map(
    parts.map((part) => [part.replace(/\d/g, ''), Number(part.replace(/\D/g, '') || 1)] as const),
  )
  const [masters, replicas, sentinels] = [counts.get('m') ?? 0, counts.get('r') ?? 0, counts.get('s') ?? 0]
  const isWholeText = parts.join('') === compact && counts.size === parts.length
  if (isWholeText && masters > 0 && masters + replicas + sentinels <= maxInstances) {
    return `Did you mean ${formatTopology({masters, replicas, sentinels, chain: false, cluster: false})}?`
  }
  return 'Write masters, replicas and sentinels as in 1m2r3s (1 master, 2 replicas, 3 sentinels); 1m and 1m2r work too.'
}
