import type {LogFact} from '../../evidence/facts.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {isForeignPath} from './rdb-path-foreign.ts'

/** A server cannot write its files: the disk is full, or refuses. */
export const diskFull: Rule = {
  id: 'disk-full',
  needs: 'the log of a server',
  source: 'rdb.c: rdbSave; aof.c: flushAppendOnlyFile',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => !isSentinel),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const failed = lines.filter((line) => !isForeignPath(line) && isFailedWrite(line))
      const [first] = failed.filter(({message}) => !/Sentinel config file/.test(message))
      if (first === undefined) return []
      const isFull = failed.some(({message}) => /No space left|quota exceeded/.test(message))
      const reason =
        /(No space left on device|Disk quota exceeded|Input\/output error|Read-only file system|Permission denied)/.exec(
          first.message,
        )?.[1] ?? 'write error'
      const aof = failed.some(({message}) => /append[ -]?only|AOF/i.test(message))
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: `${name} cannot write ${aof ? 'its append only file' : 'its data to disk'}: ${reason}.`,
          why: `${aof ? 'With appendfsync always a write error ends the server; else it refuses writes with MISCONF until a write succeeds.' : 'With stop-writes-on-bgsave-error yes, which Redis ships with, clients get MISCONF for every write until a save succeeds.'} A master that cannot save to disk can give no replica a whole copy, unless repl-diskless-sync is on.`,
          evidence: failed,
          fix: isFull
            ? [
                'Free space: a save needs as much again as the data set takes, beside the old file.',
                'Look for temp-*.rdb files of children that were killed, and remove them.',
              ]
            : reason === 'Permission denied'
              ? [
                  'Give dir to the user that the server runs as: id; ls -ld DIR; chown. Look at CONFIG GET dir and dbfilename first: a folder that you did not choose (/etc, a .ssh) was set by somebody else.',
                ]
              : ['Look at the disk and its mount: dmesg, mount, ls -ld DIR.'],
          collect: ['df -h DIR; df -i DIR; ls -la DIR', 'redis-cli INFO persistence'],
        },
      ]
    }),
}

function isFailedWrite({message}: LogFact): boolean {
  return (
    /No space left on device|Disk quota exceeded|Input\/output error|Read-only file system/.test(message) ||
    /^(?:Write error saving DB on disk|Failed opening the (?:temp )?RDB file .*: Permission denied)/.test(
      message,
    )
  )
}
