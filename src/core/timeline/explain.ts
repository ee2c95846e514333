import {formatDuration} from '../duration.ts'
import type {Plan} from '../topology/plan.ts'
import {joinNames, type TimelineEntry} from './entry.ts'
import type {Incident} from './incident.ts'
import type {InstanceNames} from './names.ts'
import {type Attempt, type Failover, measureFailover, priorityOf} from './phases.ts'

/** A sentence, and the lines that show it. */
export interface Reason {
  readonly text: string
  readonly evidence: readonly TimelineEntry[]
}

/** What a sentinel knows of a replica: SENTINEL REPLICAS. Times in milliseconds. */
export interface ReplicaFacts {
  readonly name: string
  readonly flags: readonly string[]
  readonly priority: number
  readonly lastPongMs: number
  readonly infoAgeMs: number
  readonly linkDownMs: number
}

export interface ExplainContext {
  readonly plan: Plan
  readonly names: InstanceNames
  /** Who does not run now. */
  readonly down: Pick<ReadonlySet<string>, 'has'>
  /** What a sentinel that runs says of the replicas. */
  readonly replicas?: readonly ReplicaFacts[]
}

export interface Explanation {
  readonly failover: Failover
  /** In one sentence. */
  readonly summary: string
  readonly reasons: readonly Reason[]
}

/** Says why a failover happened, or why none did. */
export function explainIncident(incident: Incident, context: ExplainContext): Explanation {
  const failover = measureFailover(incident, context)
  const story = new Story(incident, failover, context)
  const reasons = failover.outcome === 'failed-over' ? story.ofFailover() : story.ofNoFailover()
  return {failover, summary: summarise(failover), reasons}
}

function summarise(failover: Failover): string {
  const {outcome, oldMaster, newMaster, phases, cause, details} = failover
  if (outcome === 'failed-over') {
    const when = phases.writableMs === null ? '' : ` after ${formatDuration(phases.writableMs)}`
    const trigger = details.requestedAt === null ? cause : `${details.requestedAt} was asked for it`
    return `${newMaster} took over from ${oldMaster}${when}${trigger === null ? '' : ` (${trigger})`}.`
  }
  return isMasterHit(failover)
    ? `No failover: no replica took over from ${oldMaster}${cause === null ? '' : ` (${cause})`}.`
    : `No failover: ${oldMaster} is the master as before${cause === null ? '' : ` (${cause})`}.`
}

function isMasterHit({cause, oldMaster, phases}: Failover): boolean {
  return cause === null || phases.sdownMs !== null || new RegExp(`\\b${oldMaster}\\b`).test(cause)
}

/** Longer than that without an answer, and a replica is not chosen: five ping periods (sentinel.c, sentinelSelectSlave). */
const longestSilenceMs = 5000

class Story {
  readonly #incident: Incident
  readonly #failover: Failover
  readonly #context: ExplainContext
  readonly #sentinels: readonly string[]
  readonly #quorum: number

  constructor(incident: Incident, failover: Failover, context: ExplainContext) {
    this.#incident = incident
    this.#failover = failover
    this.#context = context
    this.#sentinels = context.plan.instances.filter(({kind}) => kind === 'sentinel').map(({name}) => name)
    this.#quorum = context.plan.masters.find(({name}) => name === incident.masterName)?.quorum ?? 0
  }

  ofFailover(): readonly Reason[] {
    const {attempts} = this.#failover.details
    const success = attempts.find(({result}) => result === 'promoted')
    return [
      ...this.#request(),
      ...this.#sdown(),
      ...this.#odown(),
      ...attempts
        .filter(({result}) => result !== 'promoted' && result !== 'open')
        .flatMap((it) => this.#failedAttempt(it)),
      ...(success === undefined ? [] : this.#election(success)),
      ...this.#choice(),
      ...this.#handOver(),
      ...this.#twoMasters(),
      ...this.#oldMasterReturn(),
      ...this.#tilt(),
    ]
  }

  ofNoFailover(): readonly Reason[] {
    const {oldMaster} = this.#incident
    if (this.#sentinels.length === 0)
      return [
        {
          text: `There are no sentinels in ${this.#context.plan.topology}: nobody watches ${oldMaster}, and nobody can promote a replica. It takes an operator, or a topology with sentinels such as 1m2r3s.`,
          evidence: this.#cause(),
        },
      ]
    const {sdown, odown, attempts} = this.#failover.details
    const failed = attempts.flatMap((attempt) => this.#failedAttempt(attempt))
    return [
      ...(sdown.length === 0 ? this.#noSdown() : this.#sdown()),
      ...(odown.length > 0 ? this.#odown() : sdown.length > 0 ? this.#noOdown() : []),
      ...(odown.length > 0 && attempts.length === 0 ? this.#noAttempt() : failed),
      ...this.#delay(),
      ...this.#cameBack(),
      ...this.#tilt(),
    ]
  }

  #cause(): readonly TimelineEntry[] {
    const {cause} = this.#incident
    return cause === null ? [] : [cause]
  }

  #ofKind(...kinds: readonly string[]): readonly TimelineEntry[] {
    return this.#incident.evidence.filter(({kind}) => kinds.includes(kind))
  }

  #request(): readonly Reason[] {
    const evidence = this.#ofKind('failover-by-request')
    const [first] = evidence
    if (first === undefined) return []
    return [
      {
        text: `${first.instance} was told to fail over (SENTINEL FAILOVER): that needs no agreement and no votes.`,
        evidence,
      },
    ]
  }

  #sdown(): readonly Reason[] {
    const {sdown} = this.#failover.details
    const [first] = sdown
    if (first === undefined) return []
    const {downAfterMs} = this.#context.plan.settings
    const evidence = this.#ofKind('+sdown').filter(({fields}) => fields['subject'] === 'master')
    const who = joinNames(sdown.map(({sentinel}) => sentinel))
    return [
      {
        text: `${who} heard nothing from ${this.#incident.oldMaster} for down-after-milliseconds (${downAfterMs} ms) and ${sdown.length === 1 ? 'counts' : 'count'} it as down, the first after ${first.ms} ms.`,
        evidence,
      },
    ]
  }

  #noSdown(): readonly Reason[] {
    const {oldMaster, cause, masterName} = this.#incident
    const {plan, down} = this.#context
    const evidence = this.#cause()
    const left = this.#sentinels.filter((name) => !down.has(name))
    const needed = this.#votesNeeded()
    const hit = cause?.fault?.instances ?? []
    const reasons: Reason[] = []
    if (!hit.includes(oldMaster)) {
      reasons.push({
        text: `The master of ${masterName} was not touched: ${oldMaster} goes on, so there is no reason for a failover.`,
        evidence,
      })
    } else if (left.length === 0) {
      reasons.push({
        text: 'No sentinel runs, so nobody noticed.',
        evidence: this.#downEvidence(this.#sentinels),
      })
    } else {
      reasons.push({
        text: `No sentinel counted ${oldMaster} as down: it must be silent for down-after-milliseconds (${plan.settings.downAfterMs} ms).`,
        evidence,
      })
    }
    if (left.length > 0 && left.length < needed)
      reasons.push({
        text: `With only ${joinNames(left)} left of ${this.#sentinels.length} sentinels, a failover would not be possible: ${needed} votes are needed.`,
        evidence: this.#downEvidence(this.#sentinels),
      })
    return reasons
  }

  #odown(): readonly Reason[] {
    const evidence = this.#ofKind('+odown')
    const [first] = this.#failover.details.odown
    if (first === undefined) return []
    return [
      {
        text: `${first.votes} sentinel${first.votes === 1 ? '' : 's'} agreed, and the quorum is ${first.quorum}: ${first.sentinel} took it as objectively down after ${first.ms} ms.`,
        evidence: evidence.slice(0, 1),
      },
    ]
  }

  /** No quorum: too few run, or those that run do not agree. */
  #noOdown(): readonly Reason[] {
    const {oldMaster} = this.#incident
    const {down} = this.#context
    const agreed = this.#failover.details.sdown.map(({sentinel}) => sentinel)
    const gone = this.#sentinels.filter((name) => this.#wasDown(name) && !agreed.includes(name))
    const others = this.#sentinels.filter((name) => !agreed.includes(name) && !gone.includes(name))
    const sdown = this.#ofKind('+sdown').filter(({fields}) => fields['subject'] === 'master')
    const reasons: Reason[] = []
    if (agreed.length < this.#quorum) {
      const missing = this.#quorum - agreed.length
      reasons.push({
        text: `No quorum: ${this.#quorum} sentinels must count ${oldMaster} as down, and only ${joinNames(agreed)} did; ${missing} more ${missing === 1 ? 'was' : 'were'} missing.`,
        evidence: sdown,
      })
    } else {
      reasons.push({
        text: `${joinNames(agreed)} each count ${oldMaster} as down, which would be a quorum of ${this.#quorum}, but never agreed on it at the same time: they do not hear each other, or not yet.`,
        evidence: sdown,
      })
    }
    if (gone.length > 0)
      reasons.push({
        text: `${joinNames(gone)} ${gone.length === 1 ? 'is' : 'are'} down and cannot say anything.`,
        evidence: this.#downEvidence(gone),
      })
    if (others.length > 0)
      reasons.push({
        text: `The sentinels disagree: ${joinNames(others)} ${others.length === 1 ? 'runs and does' : 'run and do'} not count ${oldMaster} as down.`,
        evidence: [],
      })
    const left = this.#sentinels.filter((name) => !down.has(name))
    const needed = this.#votesNeeded()
    if (left.length < needed)
      reasons.push({
        text: `No majority either: an election needs ${needed} of ${this.#sentinels.length} votes, and ${left.length === 1 ? `only ${left[0]} is` : `${left.length} are`} left to vote.`,
        evidence: [],
      })
    return reasons
  }

  #noAttempt(): readonly Reason[] {
    return [
      {
        text: 'It is objectively down, and yet no sentinel has begun a failover.',
        evidence: this.#ofKind('+odown'),
      },
    ]
  }

  /** A leader needs a majority of all known sentinels, and at least the quorum (sentinel.c, sentinelGetLeader). */
  #votesNeeded(): number {
    return Math.max(Math.floor(this.#sentinels.length / 2) + 1, this.#quorum)
  }

  #election({leader, epoch, votes}: Attempt): readonly Reason[] {
    if (leader === null || this.#failover.details.requestedAt !== null) return []
    const mine = votes.filter(({candidate}) => candidate === leader).map(({voter}) => voter)
    const needed = this.#votesNeeded()
    return [
      {
        text: `${leader} asked for votes in round ${epoch} and was elected by ${joinNames(mine)}; ${needed} of ${this.#sentinels.length} votes were needed.`,
        evidence: [
          ...this.#votesOf(epoch),
          ...this.#ofKind('+elected-leader').filter(({instance}) => instance === leader),
        ],
      },
    ]
  }

  #votesOf(epoch: number): readonly TimelineEntry[] {
    return this.#ofKind('+vote-for-leader').filter(({fields}) => fields['epoch'] === epoch)
  }

  #failedAttempt(attempt: Attempt): readonly Reason[] {
    const {result, epoch, endedMs, leader} = attempt
    const at = endedMs === null ? '' : ` after ${formatDuration(endedMs)}`
    const abort = (kind: string) =>
      this.#ofKind(kind).filter((entry) => endedMs !== null && entry.at - this.#incident.at === endedMs)
    switch (result) {
      case 'not-elected':
        return this.#notElected(attempt, [...this.#votesOf(epoch), ...abort('-failover-abort-not-elected')])
      case 'no-good-replica':
        return [
          {
            text: `${leader} was elected in round ${epoch} and found no replica fit to be promoted${at}.`,
            evidence: abort('-failover-abort-no-good-slave'),
          },
          ...this.#unfitReplicas(),
        ]
      case 'replica-timeout':
        return [
          {
            text: `In round ${epoch} ${attempt.selected} was chosen and did not become a master within failover-timeout (${this.#context.plan.settings.failoverTimeoutMs} ms).`,
            evidence: abort('-failover-abort-slave-timeout'),
          },
        ]
      case 'open':
        return [
          {
            text:
              leader === null
                ? `Round ${epoch} of the election, called by ${joinNames(attempt.candidates)}, was still open.`
                : `${leader} was elected in round ${epoch} and was still at work.`,
            evidence: this.#votesOf(epoch),
          },
        ]
      case 'promoted':
        return []
    }
  }

  #notElected({epoch, votes, candidates}: Attempt, evidence: readonly TimelineEntry[]): readonly Reason[] {
    const needed = this.#votesNeeded()
    const tally = candidates.map((name) => ({
      name,
      count: votes.filter(({candidate}) => candidate === name).length,
    }))
    const total = this.#sentinels.length
    const counts = joinNames(tally.map(({name, count}) => `${name} ${count}`))
    if (candidates.length > 1)
      return [
        {
          text: `The votes of round ${epoch} were split: ${counts}; ${needed} of ${total} are needed.`,
          evidence,
        },
      ]
    const silent = this.#sentinels.filter((name) => !votes.some(({voter}) => voter === name))
    const down = silent.filter((name) => this.#wasDown(name))
    const why =
      down.length > 0
        ? `: ${joinNames(down)} ${down.length === 1 ? 'is' : 'are'} down`
        : silent.length > 0
          ? `: no vote came from ${joinNames(silent)}`
          : ''
    return [
      {
        text: `No majority: in round ${epoch} ${candidates[0]} got ${tally[0]?.count ?? 0} of ${total} votes, and ${needed} are needed${why}.`,
        evidence: [...evidence, ...this.#downEvidence(down)],
      },
    ]
  }

  /** Each replica with the condition that it failed. Said once, however often it was tried. */
  #saidUnfit = false
  #unfitReplicas(): readonly Reason[] {
    if (this.#saidUnfit) return []
    this.#saidUnfit = true
    const {plan} = this.#context
    const {masterName, oldMaster} = this.#incident
    const replicas = plan.instances.filter(
      ({masterName: group, name}) => group === masterName && name !== oldMaster,
    )
    if (replicas.length === 0) return [{text: `${oldMaster} has no replica.`, evidence: []}]
    return replicas.map(({name}) => this.#unfit(name))
  }

  #unfit(name: string): Reason {
    const {plan, names, replicas = []} = this.#context
    const facts = replicas.find((replica) => replica.name === name)
    const sdown = this.#ofKind('+sdown').filter(
      ({fields}) => fields['subject'] === 'replica' && names.ofAddress(fields['ip'], fields['port']) === name,
    )
    const priority = facts?.priority ?? priorityOf(plan)
    if (priority === 0)
      return {text: `${name} has replica-priority 0: it is never to be promoted.`, evidence: []}
    if (this.#wasDown(name) || sdown.length > 0)
      return {text: `${name} is down itself.`, evidence: [...this.#downEvidence([name]), ...sdown]}
    if (facts !== undefined) {
      const problem = judge(facts, plan.settings.downAfterMs)
      if (problem !== undefined) return {text: `${name} ${problem}.`, evidence: []}
    }
    return {
      text: `${name}: the logs do not tell which condition it failed. It must not be down or disconnected, must have answered PING and INFO within ${longestSilenceMs} ms, and must not have lost its master long before the sentinel did.`,
      evidence: [],
    }
  }

  #choice(): readonly Reason[] {
    const {choice} = this.#failover.details
    const {newMaster} = this.#failover
    if (choice === null) return []
    return [
      {
        text: choice,
        evidence: [
          ...this.#ofKind('+selected-slave'),
          ...this.#ofKind('replid-shifted').filter(({instance}) => instance === newMaster),
        ],
      },
    ]
  }

  #handOver(): readonly Reason[] {
    const {newMaster, phases, details} = this.#failover
    const {promotedMs, agreedMs} = phases
    const reasons: Reason[] = []
    if (promotedMs !== null)
      reasons.push({
        text: `${newMaster} became a master after ${promotedMs} ms${agreedMs === null ? '' : `, and every sentinel that runs named it to clients after ${agreedMs} ms`}.`,
        evidence: [
          ...this.#ofKind('master-mode-enabled').filter(({instance}) => instance === newMaster),
          ...this.#ofKind('+switch-master'),
        ],
      })
    for (const {instance, ms, resync} of details.reattached)
      reasons.push({
        text: `${instance} ${howResynced[resync]} and was known to be in step after ${ms} ms.`,
        evidence: this.#syncEvidence(instance),
      })
    return reasons
  }

  #oldMasterReturn(): readonly Reason[] {
    const {oldMasterReturn, reattached} = this.#failover.details
    if (oldMasterReturn === null || reattached.some(({instance}) => instance === oldMasterReturn.instance))
      return []
    const {instance, ms, resync} = oldMasterReturn
    return [
      {
        text: `The old master ${instance} came back as a replica after ${formatDuration(ms)}: it ${howResynced[resync]}${resync === 'full' ? ', so writes that only it had are gone' : ''}.`,
        evidence: [...this.#ofKind('+convert-to-slave'), ...this.#syncEvidence(instance)],
      },
    ]
  }

  /** The old master was back and took writes before a sentinel made it a replica. */
  #twoMasters(): readonly Reason[] {
    const {oldMaster, newMaster} = this.#failover
    const own = this.#ofKind('probe-writable', 'probe-refused').filter(({instance}) => instance === oldMaster)
    const begins = own.findIndex(({kind}) => kind === 'probe-writable')
    const [first, last] = own.slice(begins)
    if (begins < 0 || first === undefined) return []
    const howLong = last === undefined ? '' : ` for ${formatDuration(last.at - first.at)}`
    return [
      {
        text: `When ${oldMaster} was back it took writes beside ${newMaster}${howLong}: there were two masters, and what was written to ${oldMaster} is not kept.`,
        evidence: [first, ...(last === undefined ? [] : [last])],
      },
    ]
  }

  #syncEvidence(name: string): readonly TimelineEntry[] {
    return this.#ofKind(
      'replicaof-enabled',
      'partial-sync-succeeded',
      'full-sync-begun',
      'sync-finished',
    ).filter(({instance}) => instance === name)
  }

  #delay(): readonly Reason[] {
    const delays = this.#ofKind('next-failover-delayed')
    const last = delays.at(-1)
    if (last === undefined) return []
    const {failoverTimeoutMs} = this.#context.plan.settings
    return [
      {
        text: `Next failover delay: a new try comes ${formatDuration(2 * failoverTimeoutMs)} after the last one at the earliest, which is twice failover-timeout (${failoverTimeoutMs} ms).`,
        evidence: [last],
      },
    ]
  }

  #cameBack(): readonly Reason[] {
    const back = this.#ofKind('-sdown').filter(({fields}) => fields['subject'] === 'master')
    const [first] = back
    if (first === undefined) return []
    return [
      {
        text: `${this.#incident.oldMaster} answers again: ${first.instance} counts it as up since ${formatDuration(first.at - this.#incident.at)} after the beginning.`,
        evidence: back,
      },
    ]
  }

  #tilt(): readonly Reason[] {
    const entered = this.#ofKind('+tilt')
    const names = [...new Set(entered.flatMap(({instance}) => instance ?? []))]
    if (names.length === 0) return []
    const left = this.#ofKind('-tilt')
    const over = names.every((name) => left.some(({instance}) => instance === name))
    return [
      {
        text: `${joinNames(names)} went into TILT: a sentinel that was frozen, or whose clock jumped, for more than 2 s does not trust its own view. It watches, and takes no part in failovers for 30 s${over ? '; that is over' : ''}.`,
        evidence: [...entered, ...left],
      },
    ]
  }

  #wasDown(name: string): boolean {
    return this.#context.down.has(name) || this.#incident.downBefore.has(name)
  }

  /** The faults that took them down, and what the sentinels said of it. */
  #downEvidence(gone: readonly string[]): readonly TimelineEntry[] {
    const before = gone.flatMap((name) => this.#incident.downBefore.get(name) ?? [])
    const since = this.#incident.evidence.filter(({fault}) =>
      fault?.instances.some((name) => gone.includes(name)),
    )
    return [...new Set([...before, ...since])]
  }
}

const howResynced = {
  partial: 'got only what it had missed (partial resync)',
  full: 'took a full copy (full resync)',
  none: 'followed already',
  unknown: 'follows the new master',
} as const

/** Which of the conditions of sentinelSelectSlave a replica fails, in numbers. */
function judge(
  {flags, lastPongMs, infoAgeMs, linkDownMs}: ReplicaFacts,
  downAfterMs: number,
): string | undefined {
  if (flags.includes('s_down') || flags.includes('o_down')) return 'counts as down'
  if (flags.includes('disconnected')) return 'is not connected to the sentinel'
  if (lastPongMs > longestSilenceMs)
    return `answered its last PING ${formatDuration(lastPongMs)} ago; ${longestSilenceMs} ms are allowed`
  if (infoAgeMs > longestSilenceMs)
    return `answered its last INFO ${formatDuration(infoAgeMs)} ago; ${longestSilenceMs} ms are allowed`
  if (linkDownMs > 10 * downAfterMs)
    return `has been without its master for ${formatDuration(linkDownMs)}; ten times down-after (${10 * downAfterMs} ms), and the time that the master has been down, are allowed`
  return undefined
}
