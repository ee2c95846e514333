import {countTimes} from '../count-times.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A replica's copy breaks off, again and again. */
export const syncBrokenOff: Rule = {
  id: 'sync-broken-off',
  needs: 'the log of a replica',
  source: 'replication.c: readSyncBulkPayload',
  isExaminable: (evidence) => evidence.hasEvents('sync-started', 'receiving-rdb'),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const broken = lines.filter(
        ({message}) =>
          /I\/O error (?:trying to sync with|reading bulk count from) (?:MASTER|PRIMARY)|MASTER aborted replication|Write error or short write writing to the DB dump file needed/.test(
            message,
          ) && !/NOAUTH|WRONGPASS/.test(message),
      )
      const last = broken.at(-1)
      if (last === undefined || broken.length < 2) return []
      const isDone = lines
        .slice(lines.indexOf(last))
        .some(({message}) => /sync: Finished with success/.test(message))
      if (isDone) return []
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
