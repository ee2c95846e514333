import type {LogFact} from '../../evidence/facts.ts'
import type {Diagnosis} from '../finding.ts'
import {saved, tellOpen} from '../over.ts'
import type {Rule} from '../rule.ts'
import {isForeignPath} from './rdb-path-foreign.ts'

/** A master's save fails, so a replica gets no copy. */
export const saveFailed: Rule = {
  id: 'save-failed',
  needs: 'the log of a server',
  source: 'rdb.c: backgroundSaveDoneHandlerDisk; replication.c: updateSlavesWaitingBgsave',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => !isSentinel),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const failed = lines.filter(({message}) =>
        /^(?:Background saving error|SYNC failed\. BGSAVE child returned an error|Background (?:RDB )?transfer error|Background (?:saving|(?:RDB )?transfer) terminated by signal)/.test(
          message,
        ),
      )
      // Where it is to save, or that there is no such place, is the matter then, which other rules say.
      if (lines.some((line) => isForeignPath(line) || /server root dir unknown/.test(line.message))) return []
      // In an older format a copy may fail where a save of its own works.
      const isOlder = lines.some(({message}) => /^Can't store key .* in RDB version/.test(message))
      return tellOpen(
        failed,
        lines,
        (line) => endsOf(line, isOlder),
        (open) => describe(name, lines, open),
      )
    }),
}

/** A copy over a connection works when a replica has it, a save when the file is there. */
function endsOf({message}: LogFact, isOlder: boolean): readonly string[] {
  if (/transfer/.test(message) || isOlder) return ['replica-online']
  return /^SYNC failed/.test(message) ? ['replica-online', ...saved] : saved
}

function describe(name: string, lines: readonly LogFact[], failed: readonly LogFact[]): Diagnosis {
  const [first] = failed
  // Where the reason stands beside it, other rules say it.
  const reason = lines
    .slice(0, first === undefined ? 0 : lines.indexOf(first))
    .slice(-6)
    .filter(({message}) =>
      /No space left|Permission denied|fork: |Read-only file system|Write error saving DB|^Failed opening the |^Can't store key |^Error moving temp DB file/.test(
        message,
      ),
    )
  const unstorable = reason.find(({message}) => /^Can't store key /.test(message))
  const rdb = /in RDB version (\d+)/.exec(unstorable?.message ?? '')?.[1]
  if (unstorable !== undefined && rdb !== undefined) return unwritable(name, rdb, [unstorable, ...failed])
  const isKilled = failed.some(({message}) => /terminated by signal/.test(message))
  const isSync = failed.some(({message}) => /SYNC failed/.test(message))
  return {
    severity: 'cause',
    certainty: reason.length > 0 || isKilled ? 'certain' : 'likely',
    title: `A save of ${name} failed${isKilled ? ': its child was killed' : ''}${isSync ? ', so a replica that waits for it gets no copy' : ''}.`,
    why: `${isKilled ? 'The system kills a child like that when memory runs out (copy-on-write of the save); dmesg says so. ' : reason.length > 0 ? '' : 'Why, its log says in the lines before, which are not here. '}The replica tries again and again; the fault is with the master's save, not with the network.`,
    evidence: [...reason, ...failed],
    fix: [
      'See why on the master (below), and fix that. repl-diskless-sync yes needs no disk for the copies of replicas.',
    ],
    collect: [
      'redis-cli -h MASTER INFO persistence   (rdb_last_bgsave_status, rdb_last_cow_size)',
      'df -h DIR; ls -ld DIR; dmesg -T | grep -i -e oom -e "killed process"',
    ],
  }
}

/** A copy in an older format, for a replica that is taken for an older one, holds no data of newer kinds. */
function unwritable(name: string, rdb: string, evidence: readonly LogFact[]): Diagnosis {
  return {
    severity: 'cause',
    certainty: 'certain',
    title: `${name} cannot make the copy that its replica asks for: a key is of a kind that RDB version ${rdb} does not have.`,
    why: `A primary of Valkey 9 writes the copy in the format of the version that the replica names. It takes the replica for an older one, and holds data of a newer kind, such as fields of hashes that expire. Either the replica is older, or it is not and did not name its version: with dual-channel-replication-enabled yes, releases before the fix of valkey#4103 do not. The replica asks again and again.`,
    evidence,
    fix: [
      'If the replica is older: upgrade it, replicas first.',
      'If both are of one version: CONFIG SET dual-channel-replication-enabled no on the replica, or upgrade to a release with the fix.',
    ],
    collect: [
      'redis-cli INFO server   on both (valkey_version)',
      'redis-cli CONFIG GET dual-channel-replication-enabled   on both',
    ],
  }
}
