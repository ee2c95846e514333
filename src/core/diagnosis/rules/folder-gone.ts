import {countTimes} from '../count-times.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {isForeignPath} from './rdb-path-foreign.ts'

/** The folder that a server works in was removed while it ran: it can save nothing any more. */
export const folderGone: Rule = {
  id: 'folder-gone',
  needs: 'the log of a server whose save fails',
  source:
    'rdb.c: rdbSaveInternal prints "unknown" when getcwd fails, which is so when the folder does not exist any more',
  isExaminable: (evidence) => evidence.facts('log').some(({message}) => isGone(message)),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const failed = lines.filter((line) => isGone(line.message) && !isForeignPath(line))
      if (failed.length === 0) return []
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: `The folder that ${name} works in does not exist any more: ${failed.length === 1 ? 'a save' : `each of ${countTimes(failed)} saves`} failed.`,
          why: 'The server entered it at its start (dir), and it was deleted, moved, or its mount was replaced since: a clean-up of the data folder, a volume or a bind mount that was made again under a running container. Neither rights nor space are the matter. All data is in memory alone now: with stop-writes-on-bgsave-error yes clients get MISCONF, and what is not copied is lost with the process.',
          evidence: failed,
          fix: [
            'Take a copy before anything else, from another machine or folder: redis-cli --rdb copy.rdb (it needs no disk of the server with repl-diskless-sync yes)',
            'Make the folder again, with its owner, and have the server enter it: redis-cli CONFIG SET dir DIR (7.0 and later refuse that unless enable-protected-configs says otherwise). Then redis-cli SAVE.',
            'Where that is refused: put the copy into the folder as dbfilename, and restart. With appendonly yes see first what the append only file holds.',
          ],
          avoid: ['Do not restart it first: it would start with what is on the disk, which is nothing.'],
          collect: ['ls -la /proc/PID/cwd   (… (deleted)); df DIR; mount'],
        },
      ]
    }),
}

function isGone(message: string): boolean {
  return /^Failed opening the (?:temp )?RDB file \S+ \(in server root dir unknown\) for saving: No such file or directory/.test(
    message,
  )
}
