import type {Stated} from '../evidence/facts.ts'
import type {SlotRange} from '../topology/slots.ts'
import type {Case} from './case.ts'
import {type ReplyWord, repliesTo} from './reply-words.ts'

/** A node as CLUSTER SHARDS lists it. */
export interface ListedNode {
  readonly id: string
  /** `host:port` */
  readonly address: string
  /** `master` or `replica`, as it says of itself. */
  readonly role: string
  /** `online`, `loading`, `fail` or `failed`. */
  readonly health: string
  /** The line of its id, and that of its role. */
  readonly stated: readonly Stated[]
}

export interface ListedShard {
  readonly slots: readonly SlotRange[]
  readonly nodes: readonly ListedNode[]
}

/** What one node of a cluster answered to CLUSTER SHARDS. */
export interface ShardList {
  readonly name: string
  readonly stream: string
  /** The line of the command. */
  readonly command: Stated
  readonly shards: readonly ListedShard[]
}

/** CLUSTER SHARDS of each node that was asked for it. */
export function findShardLists(evidence: Case): readonly ShardList[] {
  return repliesTo(evidence, 'CLUSTER', 'SHARDS')
    .map(({words, ...own}) => ({...own, shards: readShards(words)}))
    .filter(({shards}) => shards.length > 0)
}

/** Whether a node says that it is a master, and is not counted as failed. */
export function isLivingMaster({role, health}: ListedNode): boolean {
  return role === 'master' && !health.startsWith('fail')
}

const names = new Set([
  ...['slots', 'nodes', 'id', 'port', 'tls-port', 'ip', 'endpoint', 'hostname', 'availability-zone'],
  ...['role', 'replication-offset', 'health'],
])

/** Names and values in turn; of a slot range its first and last. A value that is empty may be missing. */
function readShards(words: readonly ReplyWord[]): readonly ListedShard[] {
  const shards: {bounds: number[]; nodes: Map<string, ReplyWord>[]}[] = []
  let name: string | undefined
  let isInSlots = false
  for (const own of words) {
    const {word} = own
    if (names.has(word)) {
      name = word
      if (word === 'slots') shards.push({bounds: [], nodes: []})
      isInSlots = word === 'slots'
      // A node begins with its id. So does what Valkey 9.1 says last of a shard: that one has no role.
      if (word === 'id') shards.at(-1)?.nodes.push(new Map())
      continue
    }
    if (isInSlots) shards.at(-1)?.bounds.push(Number(word))
    else if (name !== undefined) shards.at(-1)?.nodes.at(-1)?.set(name, own)
    if (!isInSlots) name = undefined
  }
  return shards.map(({bounds, nodes}) => ({slots: inPairs(bounds), nodes: nodes.flatMap(nodeOf)}))
}

function inPairs(bounds: readonly number[]): readonly SlotRange[] {
  return bounds.flatMap((first, index) => {
    const last = bounds[index + 1]
    return index % 2 === 0 && last !== undefined ? [{first, last}] : []
  })
}

function nodeOf(fields: ReadonlyMap<string, ReplyWord>): readonly ListedNode[] {
  const [id, role] = [fields.get('id'), fields.get('role')]
  if (id === undefined || role === undefined) return []
  const port = (fields.get('port') ?? fields.get('tls-port'))?.word
  return [
    {
      id: id.word,
      address: `${fields.get('ip')?.word ?? ''}:${port}`,
      role: role.word,
      health: fields.get('health')?.word ?? '',
      stated: [id.stated, role.stated],
    },
  ]
}
