import type {LogFact} from '../../evidence/facts.ts'
import {countTimes} from '../count-times.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A replica's copy breaks off, again and again. */
export const syncBrokenOff: Rule = {
  id: 'sync-broken-off',
  needs: 'the log of a replica',
  source: 'replication.c: readSyncBulkPayload',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => !isSentinel),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const broken = lines.filter(
        ({message}) =>
          /I\/O error (?:trying to sync with|reading bulk count from) (?:MASTER|PRIMARY)|^Timeout receiving bulk data from (?:MASTER|PRIMARY)|MASTER aborted replication|Write error or short write writing to the DB dump file needed/.test(
            message,
          ) && !/NOAUTH|WRONGPASS/.test(message),
      )
      const last = broken.at(-1)
      if (last === undefined || broken.length < 2) return []
      const isDone = lines
        .slice(lines.indexOf(last))
        .some(({message}) => /sync: Finished with success/.test(message))
      if (isDone) return []
      const timeouts = broken.filter(({message}) =>
        /^Timeout receiving|Resource temporarily unavailable/.test(message),
      )
      if (timeouts.length * 2 >= broken.length) return [timedOut(name, lines, broken)]
      const isDisk = broken.some(({message}) => /writing to the DB dump file/.test(message))
      return [
        {
          severity: 'cause',
          certainty: 'likely',
          title: `The copy for ${name} broke off ${countTimes(broken)} times, and never came to its end.`,
          why: isDisk
            ? 'The replica could not write the copy to its disk: it needs as much room as the RDB of the master takes.'
            : 'The connection ended in the middle. The master closes it when the pending writes go over client-output-buffer-limit, when its child fails (memory, disk), or when the network does. Its log of the same seconds says which.',
          evidence: broken,
          fix: isDisk
            ? ['Free disk space on the replica, or use repl-diskless-load swapdb.']
            : ['Look at the log of the master first (below).'],
          collect: [
            'The log of the master of the same time: "overcoming of output buffer limits", "Background saving error", "Connection with replica lost"',
          ],
        },
      ]
    }),
}

/** Nothing of the copy came for repl-timeout: the master is still saving, or the network holds it up. */
function timedOut(name: string, lines: readonly LogFact[], broken: readonly LogFact[]): Diagnosis {
  const [first] = broken
  const asked = lines
    .slice(0, first === undefined ? 0 : lines.indexOf(first))
    .findLast(({message}) =>
      /^(?:Full resync from (?:master|primary)|(?:MASTER|PRIMARY) <-> (?:SLAVE|REPLICA) sync)/.test(message),
    )
  const waitedMs = first?.at != null && asked?.at != null ? first.at - asked.at : undefined
  return {
    severity: 'cause',
    certainty: 'likely',
    title: `The copy for ${name} was given up ${countTimes(broken)} times: nothing of it came for repl-timeout${waitedMs === undefined ? '' : ` (${Math.round(waitedMs / 1000)} s after ${name} asked)`}.`,
    why: 'A replica gives up when nothing comes for repl-timeout, which is 60 s as Redis ships it, and asks again from zero. Either the master takes longer than that before it sends (its save to disk is slow, or waits for another one), or the way between them is slow or stands still. Each round costs the master another save.',
    evidence: [...(asked === undefined ? [] : [asked]), ...broken],
    fix: [
      'On both sides: redis-cli CONFIG SET repl-timeout 600, above the time that a whole sync takes. The master gives up by its own repl-timeout, too.',
      'A save that is slow: repl-diskless-sync yes on the master, or a faster disk. With many writes also client-output-buffer-limit replica 0 0 0, or high enough for what is written meanwhile.',
    ],
    collect: [
      'The log of the master of the same time: "Starting BGSAVE for SYNC", "Background saving terminated", "Synchronization with replica … succeeded", "overcoming of output buffer limits"',
      'redis-cli INFO persistence   on the master (rdb_last_bgsave_time_sec)',
    ],
  }
}
