import type {SentinelRowFact} from '../../evidence/facts.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** SENTINEL REPLICAS shows why no replica can be promoted. */
export const replicaUnfit: Rule = {
  id: 'replica-unfit',
  needs: 'the reply of SENTINEL REPLICAS',
  source: 'sentinel.c: sentinelSelectSlave',
  lab: 'replica-choice',
  isExaminable: (evidence) => evidence.facts('sentinel-row').some(isReplica),
  examine(evidence) {
    const rows = evidence.facts('sentinel-row').filter(isReplica)
    const unfit = rows.flatMap((row) => {
      const reasons = reasonsOf(row)
      return reasons.length === 0 ? [] : [{row, reasons}]
    })
    if (unfit.length === 0) return []
    const isAll = unfit.length === rows.length
    const finding: Diagnosis = {
      severity: isAll ? 'cause' : 'note',
      certainty: 'certain',
      title: isAll
        ? `No replica can be promoted: ${unfit.map(({row, reasons}) => `${addressOf(row)} ${reasons.map(({why}) => why).join(', ')}`).join('; ')}.`
        : `${unfit.length} of ${rows.length} replicas cannot be promoted: ${unfit.map(({row, reasons}) => `${addressOf(row)} ${reasons.map(({why}) => why).join(', ')}`).join('; ')}.`,
      why: 'A sentinel passes over a replica that is down or disconnected for it, that has priority 0, or whose link to the master is down for longer than it allows.',
      evidence: unfit.flatMap(({reasons}) => reasons.flatMap(({row, field}) => row.stated.get(field) ?? [])),
      fix: [
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

function reasonsOf(row: SentinelRowFact) {
  const flags = row.fields.get('flags') ?? ''
  return [
    ...(/s_down|o_down/.test(flags) ? [{row, field: 'flags', why: 'is down for this sentinel'}] : []),
    ...(/disconnected/.test(flags) ? [{row, field: 'flags', why: 'is disconnected from this sentinel'}] : []),
    ...(row.fields.get('slave-priority') === '0'
      ? [{row, field: 'slave-priority', why: 'has priority 0'}]
      : []),
    ...(row.fields.get('master-link-status') === 'err'
      ? [{row, field: 'master-link-status', why: 'has no link to its master'}]
      : []),
  ]
}

function addressOf({fields}: SentinelRowFact): string {
  return `${fields.get('ip')}:${fields.get('port')}`
}
