import type {LogFact} from '../evidence/facts.ts'
import {type Case, field, type ProcessLog} from './case.ts'

/** A replica that a sentinel learnt of and counted as down as soon as it could: it never answered that sentinel. */
export interface NeverReached {
  readonly log: ProcessLog
  readonly masterName: string
  /** `host:port` as the sentinel has it. */
  readonly address: string
  readonly found: LogFact
  readonly down: LogFact
  /** From the one to the other: down-after-milliseconds, when it never answered. */
  readonly afterMs: number
}

/** A sentinel pings what it learns of at once, so one that answers is not down a down-after later. Longer ones are rare. */
const longestMs = 61_000

/** The replicas that sentinels never reached, by their logs. */
export function findNeverReached(evidence: Case): readonly NeverReached[] {
  return evidence.logs.flatMap((log) => {
    // With a new master all replicas are listed again, the old master among them, which is down for a reason.
    const end = log.lines.findIndex(({event}) =>
      /^\+(?:switch-master|config-update-from)$/.test(event?.kind ?? ''),
    )
    const lines = end === -1 ? log.lines : log.lines.slice(0, end)
    return lines.flatMap((found, index): readonly NeverReached[] => {
      if (found.event?.kind !== '+slave' || found.at === null) return []
      const isSame = (line: LogFact) =>
        field(line, 'subject') === 'slave' || field(line, 'subject') === 'replica'
          ? field(line, 'ip') === field(found, 'ip') && field(line, 'port') === field(found, 'port')
          : false
      const after = lines.slice(index + 1).filter(isSame)
      const [down] = after
      if (down?.event?.kind !== '+sdown' || down.at === null) return []
      const afterMs = down.at - found.at
      const isBack = after.some(({event}) => event?.kind === '-sdown' || event?.kind === '+slave')
      if (isBack || afterMs < 0 || afterMs > longestMs) return []
      return [
        {
          log,
          masterName: field(found, 'masterName'),
          address: `${field(found, 'ip')}:${field(found, 'port')}`,
          found,
          down,
          afterMs,
        },
      ]
    })
  })
}
