import {type CausalPair, fieldOf, type Mark, marksOf, pairUp} from './causal-pair.ts'
import {type ClockInstance, type TimedLine, withOwnIds} from './clock-instance.ts'

/**
 * What sentinels cause in each other and in servers. A sentinel logs each step before its message leaves, since messages are
 * written from the event loop (sentinel.c: sentinelEvent, redisAsyncCommand), and what an answer brings after it came.
 */
export function findSentinelPairs(instances: readonly ClockInstance[]): readonly CausalPair[] {
  const known = withOwnIds(instances, readOwnIds)
  return [...pairVotes(known), ...pairConfigurations(known), ...pairOrders(known)]
}

/**
 * An epoch is new to a candidate before others vote for it in that epoch, and a vote is given before others hear of it
 * (sentinelVoteLeader, sentinelReceiveIsMasterDownReply).
 */
function pairVotes(instances: readonly ClockInstance[]): readonly CausalPair[] {
  const epochs = marksOf(instances, (line, {ids}) =>
    line.event?.kind === '+new-epoch' ? ids.map((id) => `${id} ${fieldOf(line, 'epoch')}`) : undefined,
  )
  const votes = marksOf(instances, (line) =>
    line.event?.kind === '+vote-for-leader'
      ? `${fieldOf(line, 'runid')} ${fieldOf(line, 'epoch')}`
      : undefined,
  )
  const given = votes.flatMap((mark): readonly Mark[] =>
    (instances[mark.instance]?.ids ?? []).map((id) => ({...mark, key: `${id} ${mark.key}`})),
  )
  const heard = marksOf(instances, (line) =>
    line.event?.kind === 'vote-received'
      ? ['voter', 'candidate', 'epoch'].map((name) => fieldOf(line, name)).join(' ')
      : undefined,
  )
  return [...pairUp(epochs, votes), ...pairUp(given, heard)]
}

/**
 * The others learn of a new master after the leader has seen it promoted (sentinelRefreshInstanceInfo,
 * sentinelProcessHelloMessage). The epoch tells one such failover from another between the same addresses.
 */
function pairConfigurations(instances: readonly ClockInstance[]): readonly CausalPair[] {
  const promotions: Mark[] = []
  const switches: Mark[] = []
  for (const [instance, {lines}] of instances.entries()) {
    let epoch: string | undefined
    let ownEpoch: string | undefined
    let before: TimedLine | undefined
    for (const line of lines) {
      const kind = line.event?.kind
      if (kind === '+new-epoch') epoch = fieldOf(line, 'epoch')
      if (kind === '+try-failover') ownEpoch = epoch
      if (kind === '+promoted-slave' && ownEpoch !== undefined)
        promotions.push({instance, line, key: `${promotionOf(line)} ${ownEpoch}`})
      if (kind === '+switch-master' && epoch !== undefined && before?.event?.kind === '+config-update-from')
        switches.push({instance, line, key: `${switchOf(line)} ${epoch}`})
      before = line
    }
  }
  return pairUp(promotions, switches)
}

function promotionOf(line: TimedLine): string {
  return ['masterName', 'masterIp', 'masterPort', 'ip', 'port'].map((name) => fieldOf(line, name)).join(' ')
}

function switchOf(line: TimedLine): string {
  return ['masterName', 'oldIp', 'oldPort', 'newIp', 'newPort'].map((name) => fieldOf(line, name)).join(' ')
}

/**
 * What a sentinel orders a server to be. The server logs the name of the connection, `sentinel-75df416b-cmd`, which begins the
 * id, and its own address (`laddr`, from 6.2 on). The sentinel sees the outcome in INFO, on the same connection.
 */
function pairOrders(instances: readonly ClockInstance[]): readonly CausalPair[] {
  const sent = (kinds: readonly string[], what: string) =>
    marksOf(instances, (line, {ids}) =>
      kinds.includes(line.event?.kind ?? '')
        ? ids.map((id) => `${what} ${id.slice(0, 8)} ${fieldOf(line, 'ip')}:${fieldOf(line, 'port')}`)
        : undefined,
    )
  const done = marksOf(instances, (line) => {
    const {kind} = line.event ?? {}
    if (kind !== 'master-mode-enabled' && kind !== 'replicaof-enabled') return undefined
    const client = fieldOf(line, 'client')
    const sentinel = /\bname=sentinel-([0-9a-f]{8})-cmd\b/.exec(client)?.[1]
    const address = /\bladdr=(\S+)/.exec(client)?.[1]?.replace(/[[\]]/g, '')
    if (sentinel === undefined || address === undefined) return undefined
    return `${kind === 'master-mode-enabled' ? 'promote' : 'follow'} ${sentinel} ${address}`
  })
  const orders = [
    ...sent(['+failover-state-wait-promotion'], 'promote'),
    ...sent(['+slave-reconf-sent', '+convert-to-slave', '+fix-slave-config'], 'follow'),
  ]
  const outcomes = [...sent(['+promoted-slave'], 'promote'), ...sent(['+slave-reconf-inprog'], 'follow')]
  return [...pairUp(orders, done, {mayRecur: true}), ...pairUp(done, outcomes, {mayRecur: true})]
}

/**
 * The ids of a sentinel: the one that it says at its start, and where its log begins later the one that it wins an election with. Who is elected has more than half of the votes, and all that it counts are logged, so where
 * they name one id, it is the winner's (sentinelGetLeader). A failover by request needs no votes.
 */
function readOwnIds({lines}: ClockInstance): ReadonlySet<string> {
  const own = new Set<string>()
  let votes = new Set<string>()
  let isByRequest = false
  for (const line of lines) {
    const kind = line.event?.kind
    if (kind === 'sentinel-id') own.add(fieldOf(line, 'runid'))
    if (kind === 'failover-by-request') isByRequest = true
    if (kind === '+new-epoch') votes = new Set()
    if (kind === '+vote-for-leader') votes.add(fieldOf(line, 'runid'))
    if (kind === 'vote-received') votes.add(fieldOf(line, 'candidate'))
    if (kind === '+elected-leader') {
      const [winner] = votes
      if (!isByRequest && votes.size === 1 && winner !== undefined) own.add(winner)
      isByRequest = false
    }
  }
  return own
}
