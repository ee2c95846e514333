import {type CausalPair, fieldOf, type Mark, marksOf, pairUp} from './causal-pair.ts'
import {type ClockInstance, type TimedLine, withOwnIds} from './clock-instance.ts'

/**
 * What nodes of a cluster cause in each other. A node logs before its message leaves: messages of the bus are written from the
 * event loop (cluster.c, cluster_legacy.c: clusterSendMessage).
 *
 * @param masters how many masters with slots the cluster has, where the evidence says so
 */
export function findClusterPairs(
  instances: readonly ClockInstance[],
  masters: number | undefined,
): readonly CausalPair[] {
  const known = withOwnIds(instances, readOwnIds)
  return [
    ...pairElections(known, masters),
    ...pairFailures(known),
    ...pairManualFailovers(known),
    ...pairIds(known),
  ]
}

/**
 * A candidate asks before it is voted for. Of 3 or 4 masters one has failed, and all others must vote: each vote came before the
 * candidate won (clusterHandleSlaveFailover). Where 2 votes are needed, there are 3 masters at most.
 */
function pairElections(
  instances: readonly ClockInstance[],
  masters: number | undefined,
): readonly CausalPair[] {
  const starts: Mark[] = []
  const wins: Mark[] = []
  for (const [instance, {ids, lines}] of instances.entries()) {
    let election: {readonly epoch: string; needs: number; readonly isManual: boolean} | undefined
    let isManual = false
    for (const line of lines) {
      const {kind = ''} = line.event ?? {}
      if (/^(?:manual|forced|shutdown)-failover-accepted$/.test(kind)) isManual = true
      if (kind === 'election-started') {
        election = {epoch: fieldOf(line, 'epoch'), needs: 0, isManual}
        for (const id of ids) starts.push({instance, line, key: `${id} ${election.epoch}`})
      }
      if (kind === 'votes-so-far' && election !== undefined)
        election.needs = Math.max(election.needs, Number(fieldOf(line, 'needed')))
      if (kind !== 'election-won') continue
      // A master that hands over by request is alive, and votes too.
      const needsAll = election?.needs === 2 || masters === 3 || masters === 4
      if (election !== undefined && needsAll && !election.isManual)
        for (const id of ids) wins.push({instance, line, key: `${id} ${election.epoch}`})
      election = undefined
      isManual = false
    }
  }
  const votes = marksOf(instances, (line) =>
    line.event?.kind === 'vote-granted' ? `${nodeOf(line, 'node')} ${fieldOf(line, 'epoch')}` : undefined,
  )
  return [...pairUp(starts, votes), ...pairUp(votes, wins)]
}

/** Who finds a node failed says so to all others, and names itself in the message (markNodeAsFailingIfNeeded, clusterSendFail). */
function pairFailures(instances: readonly ClockInstance[]): readonly CausalPair[] {
  const by = (kind: string, of: (line: TimedLine, own: readonly string[]) => readonly string[]) =>
    marksOf(instances, (line, {ids}) =>
      line.event?.kind === kind ? of(line, ids).map((id) => `${id} ${nodeOf(line, 'node')}`) : undefined,
    )
  const own = (_line: TimedLine, ids: readonly string[]) => ids
  return [
    ...pairUp(
      by('node-failing', own),
      by('node-failing-heard', (line) => [nodeOf(line, 'sender')]),
      {mayRecur: true},
    ),
    ...pairUp(
      by('node-possibly-failing', own),
      by('node-reported-failing', (line) => [nodeOf(line, 'reporter')]),
      {mayRecur: true},
    ),
  ]
}

/** A replica asks its master to hand over, and the master answers with its offset (clusterProcessPacket: MFSTART, then a ping). */
function pairManualFailovers(instances: readonly ClockInstance[]): readonly CausalPair[] {
  const own = (kind: string) =>
    marksOf(instances, (line, {ids}) => (line.event?.kind === kind ? ids : undefined))
  const requested = marksOf(instances, (line) =>
    line.event?.kind === 'manual-failover-requested' ? nodeOf(line, 'node') : undefined,
  )
  return [
    ...pairUp(own('manual-failover-accepted'), requested, {mayRecur: true}),
    ...pairUp(requested, own('manual-failover-offset'), {mayRecur: true}),
  ]
}

/** A node makes up its id, of 40 random digits; who names it does so later (clusterLoadConfig, getRandomHexChars). */
function pairIds(instances: readonly ClockInstance[]): readonly CausalPair[] {
  const births = marksOf(instances, (line) =>
    line.event?.kind === 'node-id-made' || line.event?.kind === 'node-reset'
      ? nodeOf(line, 'node')
      : undefined,
  )
  const born = new Set(births.map(({key}) => key))
  if (born.size === 0) return []
  const mentions = marksOf(instances, ({message}) =>
    (message.match(/\b[0-9a-f]{40}\b/g) ?? []).filter((id) => born.has(id)),
  )
  return pairUp(births, mentions, {isBirth: true})
}

/** The id of a node: from 7.2 on its name stands behind it, in brackets. */
function nodeOf(line: TimedLine, name: string): string {
  return fieldOf(line, name).slice(0, 40)
}

function readOwnIds({lines}: ClockInstance): readonly string[] {
  return lines
    .filter(({event}) => ['node-id', 'node-id-made', 'node-reset'].includes(event?.kind ?? ''))
    .map((line) => nodeOf(line, 'node'))
}
