import type {AnswerFact, LogFact} from '../../evidence/facts.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {endsOfFailedWrite, tellOpen} from '../over.ts'
import type {Rule} from '../rule.ts'
import {isForeignPath} from './rdb-path-foreign.ts'

/** A server cannot write its files: the disk is full, or refuses. */
export const diskFull: Rule = {
  id: 'disk-full',
  needs: 'the log of a server',
  source: 'rdb.c: rdbSave; aof.c: flushAppendOnlyFile',
  isExaminable: (evidence) =>
    evidence.logs.some(({isSentinel}) => !isSentinel) || refusals(evidence).length > 0,
  examine: (evidence) => {
    const byLog = evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const failed = lines.filter((line) => !isForeignPath(line) && isFailedWrite(line))
      return tellOpen(failed, lines, endsOfFailedWrite, (open) => describe(name, lines, open))
    })
    return byLog.length > 0 ? byLog : refusesWrites(refusals(evidence))
  },
}

/** What a client got for a write, where it says why the append only file cannot be written. */
function refusals(evidence: Case): readonly AnswerFact[] {
  return evidence
    .facts('answer')
    .filter(({text}) => /MISCONF Errors writing to the AOF file: /.test(text) && reasons.test(text))
}

/** server.c: processCommand: while its disk refuses, a master answers MISCONF to writes, and to PING. */
function refusesWrites(answers: readonly AnswerFact[]): readonly Diagnosis[] {
  const reason = reasons.exec(answers[0]?.text ?? '')?.[1]
  if (reason === undefined) return []
  return [
    {
      severity: 'cause',
      certainty: 'certain',
      title: `A server refuses writes, as it cannot write its append only file: ${reason}.`,
      why: 'It answers MISCONF to every write, and to PING, until a write of the file succeeds. A sentinel takes that for no good answer, and fails over. A cluster replaces nobody for it: its nodes ask each other over the bus, which still answers, so the slots of this master stay without writes until somebody acts.',
      evidence: answers,
      fix: [
        ...(reason === 'No space left on device' || reason === 'Disk quota exceeded'
          ? ['Free space where dir is; the server tries again once a second by itself.']
          : ['Look at the disk and its mount: dmesg, mount, ls -ld DIR.']),
        'In a cluster, where a replica has a sound disk, on that replica: redis-cli CLUSTER FAILOVER',
      ],
      collect: [
        'redis-cli CONFIG GET dir; df -h DIR; df -i DIR',
        'redis-cli INFO persistence   (aof_last_write_status)',
      ],
    },
  ]
}

function describe(name: string, lines: readonly LogFact[], failed: readonly LogFact[]): Diagnosis {
  if (failed.every(({message}) => isAboveOneWrite(message))) return aboveOneWrite(name, failed)
  if (failed.every(({message}) => isCopyUnwritten(message))) return copyUnwritten(name, lines, failed)
  const told = failed.map(({message}) => reasons.exec(message)?.[1]).find((it) => it !== undefined)
  // journald shortens a line in its middle: "(in server root d... denied".
  const reason =
    told ?? (failed.some(({message}) => /denied$/.test(message)) ? 'Permission denied' : undefined)
  const isFull = reason === 'No space left on device' || reason === 'Disk quota exceeded'
  const aof = failed.some(({message}) => /append[ -]?only|AOF/i.test(message))
  return {
    severity: 'cause',
    certainty: 'certain',
    title: `${name} cannot write ${aof ? 'its append only file' : 'its data to disk'}: ${reason ?? 'write error'}.`,
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
  }
}

const reasons =
  /(No space left on device|Disk quota exceeded|Input\/output error|Read-only file system|Permission denied)/

function isFailedWrite({message}: LogFact): boolean {
  // What a sentinel cannot save is told by another rule.
  if (/Sentinel config file/.test(message)) return false
  return (
    /No space left on device|Disk quota exceeded|Input\/output error|Read-only file system/.test(message) ||
    isCopyUnwritten(message) ||
    /^(?:Short write while writing to the AOF file|Write error saving DB on disk|Failed opening (?:the (?:temp )?RDB file|\S*\.?rdb) .*(?:: Permission |\.\.\. ?)denied$)/.test(
      message,
    )
  )
}

/** What one write(2) of Linux takes at most: 2 GiB less a page. */
const mostOfOneWrite = 2_147_479_552

function isAboveOneWrite(message: string): boolean {
  const match = /^Short write while writing to the AOF file: \(nwritten=(\d+), expected=(\d+)\)/.exec(message)
  return Number(match?.[1]) === mostOfOneWrite && Number(match?.[2]) > mostOfOneWrite
}

/** More waits for the append only file than one write can take: an older server then takes each write for a failed one. */
function aboveOneWrite(name: string, failed: readonly LogFact[]): Diagnosis {
  const expected = /expected=(\d+)/.exec(failed.at(-1)?.message ?? '')?.[1]
  return {
    severity: 'cause',
    certainty: 'certain',
    title: `${name} cannot write its append only file: ${expected} bytes wait, and one write takes ${mostOfOneWrite} at most.`,
    why: 'That is the limit of one write in Linux (2 GiB less a page), not of the disk. This server takes a short write for an error, cuts it off the file again and keeps all in memory, so it never ends (redis#4066; later versions write the rest). So much came together in one pipeline, or while the disk could not be written.',
    evidence: failed,
    fix: [
      'Get the data out of that state first: redis-cli BGSAVE, and wait for rdb_last_bgsave_status:ok; replicas that are in step have the data, too.',
      'Then redis-cli CONFIG SET appendonly no, and CONFIG SET appendonly yes, which writes the file from the data in memory; or have a replica take over.',
      'Upgrade, and send less in one pipeline.',
    ],
    avoid: ['Do not just restart it: what waits is in no file.'],
    collect: ['redis-cli INFO persistence   (aof_buffer_length, aof_last_write_status)', 'df -h DIR'],
  }
}

function isCopyUnwritten(message: string): boolean {
  return /^Write error or short write writing to the DB dump file needed for /.test(message)
}

/** A replica has no room for the copy of its master. */
function copyUnwritten(name: string, lines: readonly LogFact[], failed: readonly LogFact[]): Diagnosis {
  const last = failed.at(-1)
  const received = lines
    .slice(0, last === undefined ? 0 : lines.indexOf(last))
    .findLast(({event}) => event?.kind === 'receiving-rdb')
  const bytes = Number(/receiving (\d+) bytes/.exec(received?.message ?? '')?.[1] ?? Number.NaN)
  const isOther = failed.some(({message}) => /Resource temporarily unavailable|Success/.test(message))
  return {
    severity: 'cause',
    certainty: 'certain',
    title: `${name} cannot write the copy of its master to its disk${Number.isNaN(bytes) ? '' : ` (${Math.round(bytes / 1024 / 1024)} MiB)`}.`,
    why: `Mostly the disk of dir is full: beside its own file a replica needs room for the whole copy, and begins again from zero each time.${isOther ? ' The reason at the end of the line is not the true one: a write that was only cut short sets none, and that of a call before is shown.' : ''} The network and the master are not the problem.`,
    evidence: [...(received === undefined ? [] : [received]), ...failed],
    fix: [
      'Free space where dir is, or set dir to a larger disk. Look for temp-*.rdb files of copies that broke off, and remove them.',
      'Or without a file: repl-diskless-load on-empty-db (or swapdb), from 6.0 on.',
    ],
    collect: ['redis-cli CONFIG GET dir; df -h DIR; df -i DIR; ls -la DIR'],
  }
}
