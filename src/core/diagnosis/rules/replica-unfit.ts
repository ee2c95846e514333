import type {SentinelRowFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** SENTINEL REPLICAS shows why no replica can be promoted. */
export const replicaUnfit: Rule = {
  id: 'replica-unfit',
  needs: 'the reply of SENTINEL REPLICAS',
  source: 'sentinel.c: sentinelSelectSlave',
  lab: 'replica-choice',
  isExaminable: (evidence) => evidence.facts('sentinel-row').some(isReplica),
  examine(evidence) {
    const replicas = groupBy(evidence.facts('sentinel-row').filter(isReplica), addressOf)
    const unfit = [...replicas].flatMap(([address, rows]) => {
      const reasons = rows.flatMap(reasonsOf)
      return reasons.length === 0 ? [] : [{address, rows, reasons}]
    })
    if (unfit.length === 0) return []
    // One that another sentinel sees as fit can be promoted by that one.
    const isAll =
      unfit.length === replicas.size &&
      unfit.every(({rows}) => rows.every((row) => reasonsOf(row).length > 0))
    const gone = unfit.filter(({rows}) => rows.every((row) => isGone(row)))
    // What one sentinel alone sees may be its own way that is cut.
    const isSure =
      new Set([...replicas.values()].flat().map(({stream}) => stream)).size > 1 ||
      unfit.every(({reasons}) => reasons.some(({ofSentinel}) => ofSentinel === undefined))
    const who = unfit.map(({address, rows, reasons}) => `${address} ${tellReasons(reasons, rows.length)}`)
    const finding: Diagnosis = {
      severity: isAll ? 'cause' : 'note',
      certainty: isSure ? 'certain' : 'likely',
      title: isAll
        ? `No replica can be promoted: ${who.join('; ')}.`
        : `${unfit.length} of ${replicas.size} replicas cannot be promoted: ${who.join('; ')}.`,
      why: `A sentinel passes over a replica that is down or disconnected for it, that has priority 0, or whose link to the master is down for longer than it allows.${describeGone(gone)}`,
      evidence: unfit.flatMap(({reasons}) => reasons.flatMap(({row, field}) => row.stated.get(field) ?? [])),
      fix: [
        ...(gone.length === 0
          ? []
          : [
              'If nobody has that address any more, have the sentinels forget it, one after another, 30 s apart, while the master is up: redis-cli -p 26379 SENTINEL RESET NAME',
            ]),
        'Repair what the replica shows: the way from the sentinel to it (protected-mode, password, firewall), replica-priority, its link to the master.',
      ],
      collect: [
        'From the machine of each sentinel: redis-cli -h REPLICA -p PORT PING',
        'redis-cli -h REPLICA INFO replication',
      ],
    }
    return [finding]
  },
}

function isReplica({fields}: SentinelRowFact): boolean {
  return /(?:^|,)slave(?:,|$)/.test(fields.get('flags') ?? '')
}

/** A restart takes less. */
const goneMs = 10 * 60_000

/** What replicas may be that a sentinel has had nothing from for long. */
function describeGone(
  gone: readonly {readonly address: string; readonly rows: readonly SentinelRowFact[]}[],
): string {
  if (gone.length === 0) return ''
  const names = joinNames(gone.map(({address}) => address))
  const minutes = Math.floor(shortestDown(gone) / 60_000)
  return ` ${names} gave no INFO for longer than ${minutes} min, or never: an entry of an address that nobody has any more (a pod that came back with another one) looks like this, and stays until SENTINEL RESET.`
}

/** Whether the sentinel has had nothing from it for long. */
function isGone({fields}: SentinelRowFact): boolean {
  return (
    /s_down/.test(fields.get('flags') ?? '') &&
    /disconnected/.test(fields.get('flags') ?? '') &&
    Number(fields.get('s-down-time') ?? 0) > goneMs
  )
}

function shortestDown(gone: readonly {readonly rows: readonly SentinelRowFact[]}[]): number {
  return Math.min(...gone.flatMap(({rows}) => rows.map(({fields}) => Number(fields.get('s-down-time')))))
}

interface Reason {
  readonly row: SentinelRowFact
  readonly field: string
  readonly why: string
  /** It is so for the sentinel that was asked: the word before its name. */
  readonly ofSentinel?: 'for' | 'from'
}

function reasonsOf(row: SentinelRowFact): readonly Reason[] {
  const flags = row.fields.get('flags') ?? ''
  return [
    ...(/s_down|o_down/.test(flags)
      ? [{row, field: 'flags', why: 'is down', ofSentinel: 'for'} as const]
      : []),
    ...(/disconnected/.test(flags)
      ? [{row, field: 'flags', why: 'is disconnected', ofSentinel: 'from'} as const]
      : []),
    ...(row.fields.get('slave-priority') === '0'
      ? [{row, field: 'slave-priority', why: 'has priority 0'}]
      : []),
    ...(row.fields.get('master-link-status') === 'err'
      ? [{row, field: 'master-link-status', why: 'has no link to its master'}]
      : []),
  ]
}

/** Each reason once, with how many of the sentinels that were asked see it so. */
function tellReasons(reasons: readonly Reason[], asked: number): string {
  return [...groupBy(reasons, ({why}) => why)]
    .map(([why, same]) => {
      const [first] = same
      if (first?.ofSentinel === undefined) return why
      const whom =
        asked === 1
          ? 'this sentinel'
          : same.length === asked
            ? `all ${asked} sentinels`
            : `${same.length} of ${asked} sentinels`
      return `${why} ${first.ofSentinel} ${whom}`
    })
    .join(', ')
}

function addressOf({fields}: SentinelRowFact): string {
  return `${fields.get('ip')}:${fields.get('port')}`
}
