import {type ClusterNode, parseClusterNodes} from '../redis/cluster-nodes.ts'
import type {Fact, NodeFact, Place} from './facts.ts'
import {type LineReader, type ReadingState, streamOf} from './line-reader.ts'

const nodeLine = /^[0-9a-f]{40} \S*:\d+\S* [a-z,?]+ (?:-|[0-9a-f]{40}) \d+ \d+ \d+ (?:connected|disconnected)/

/** The id of the shard that a node says it belongs to (Redis 7.2, Valkey 7.2 and later). */
export function shardIdIn(line: string): string | undefined {
  return /[ ,]shard-id=([0-9a-f]{40})/.exec(line)?.[1]
}

/** A line of CLUSTER NODES or nodes.conf; undefined when it is none, or is damaged. */
export function parseNodeLine(line: string): ClusterNode | undefined {
  return nodeLine.test(line) ? parseClusterNodes(line)[0] : undefined
}

export const readNodeLine: LineReader = ({line, text, place}, state) => {
  const trimmed = line.trim()
  if (/^vars currentEpoch \d+ lastVoteEpoch \d+/.test(trimmed)) {
    if (state.nodeList !== undefined) state.confLists.add(state.nodeList.line)
    state.nodeList = undefined
    return []
  }
  if (
    state.nodeList !== undefined &&
    /^(?:v|va|var|vars(?: c[a-zA-Z]*(?: \d+(?: l[a-zA-Z]*)?)?)?)$/.test(trimmed)
  ) {
    // Its last line was not written to its end.
    state.confLists.add(state.nodeList.line)
    state.nodeList = undefined
    return [{kind: 'answer', place, text, stream: streamOf(place.path, state.heading), command: undefined}]
  }
  const node = parseNodeLine(trimmed)
  if (node === undefined) return undefined
  const fact: NodeFact = {
    kind: 'cluster-node',
    place,
    text,
    stream: streamOf(place.path, state.heading),
    from: 'nodes',
    node,
    shardId: shardIdIn(trimmed),
    list: listOf(node, place, state),
  }
  return [fact]
}

/** The list that a node stands in, by its first line. No list has a node twice: another one begins there. */
function listOf({id}: ClusterNode, {line}: Place, state: ReadingState): number {
  if (state.nodeList === undefined || state.nodeList.ids.has(id)) state.nodeList = {line, ids: new Set()}
  state.nodeList.ids.add(id)
  return state.nodeList.line
}

/** What `redis-cli --cluster check` and redis-trib print. */
export const readCheckLine: LineReader = ({line, text, place}, state) => {
  const stream = streamOf(place.path, state.heading)
  const head = /^([MS]): ([0-9a-f]{40}) (\S+:\d+)/.exec(line)
  if (head !== null) {
    state.checked = {id: head[2] ?? '', address: head[3] ?? ''}
    return []
  }
  const slots = /^\s*slots:\s?(\S*) \((\d+) slots\) (master|slave|replica)/.exec(line)
  if (slots !== null && state.checked !== undefined) {
    const isMaster = slots[3] === 'master'
    const node: ClusterNode = {
      ...state.checked,
      flags: [isMaster ? 'master' : 'slave'],
      configEpoch: 0,
      isConnected: true,
      slots: (slots[1] ?? '').split(',').flatMap(parseRange),
      open: [],
    }
    return [
      {
        kind: 'cluster-node',
        place,
        text,
        stream,
        from: 'check',
        node,
        shardId: undefined,
        list: listOf(node, place, state),
      },
    ]
  }
  const open = /^\[WARNING\] Node (\S+) has slots in (migrating|importing) state \(?([\d,\s-]+)\)?\.?/.exec(
    line,
  )
  if (open !== null) {
    const fact: Fact = {
      kind: 'open-slots',
      place,
      text,
      stream,
      address: open[1] ?? '',
      state: open[2] as 'migrating' | 'importing',
      slots: (open[3] ?? '')
        .split(/[,\s]+/)
        .filter(Boolean)
        .map(Number),
    }
    return [fact]
  }
  if (
    /^(?:\.{20,}$|>>>|\[(?:OK|ERR|WARNING)\]|Connecting to node|Waiting for the cluster to join|Check (?:for open slots|slots coverage)|Please fix your cluster problems|Warning: \d+ node\(s\) may be unreachable|Cluster bus ports must be reachable)/.test(
      line,
    )
  ) {
    return [{kind: 'answer', place, text, stream, command: state.command}]
  }
  return isPlan(line) ? [] : undefined
}

/** What `--cluster create` and redis-trib say of what they are about to do. */
function isPlan(line: string): boolean {
  return /^\s*(?:\d+ additional replica\(s\)|replicates [0-9a-f]{40}|Master\[\d+\] -> Slots \d+ - \d+$|Adding replica \S+:\d+ to \S+:\d+$|Using \d+ masters:$|\S+:\d+ replica #\d+ is \S+:\d+$|Adding extra replicas\.\.\.)/.test(
    line,
  )
}

function parseRange(text: string): {first: number; last: number}[] {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text)
  return match === null ? [] : [{first: Number(match[1]), last: Number(match[2] ?? match[1])}]
}
