import type {LogFact} from '../../evidence/facts.ts'
import type {Case, ProcessLog} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

const mib = 1024 * 1024
/** Hardly a copy takes longer. */
const longSync = 7200

interface Limits {
  readonly hard: number
  readonly soft: number
  readonly softSeconds: number
  /** Whether a conf says so; else they are what Redis ships with. */
  readonly isStated: boolean
}

/** A master cut its replica off, since the writes that it kept for it grew beyond client-output-buffer-limit. */
export const replicaOutputBuffer: Rule = {
  id: 'replica-output-buffer',
  needs: 'the log of a master with replicas',
  source:
    'networking.c: checkClientOutputBufferLimits; redis.conf: client-output-buffer-limit replica 256mb 64mb 60',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel, lines}) => !isSentinel && lines.length > 0),
  examine: (evidence) =>
    evidence.logs.flatMap((log): readonly Diagnosis[] => {
      const cut = log.lines.filter(isCutReplica)
      const [first] = cut
      if (first === undefined) return []
      const limits = limitsOf(evidence)
      const omem = omemOf(first.message)
      const idle = Number(/\bidle=(\d+)/.exec(first.message)?.[1] ?? 0)
      const isHard = limits.hard > 0 && omem >= limits.hard
      const size = `${Math.round(omem / mib)} MiB`
      // It is closed with the first write beyond the limit, so a number far above the default tells of a limit that was raised.
      const isRaised = !limits.isStated && omem > limits.hard * 1.5
      const which = isRaised
        ? `the limit that is set there, at most that much (Redis ships with ${limits.hard / mib} MB)`
        : isHard
          ? `the hard limit of ${limits.hard / mib} MB`
          : `the soft limit (${limits.soft / mib} MB for ${limits.softSeconds} s), not the hard one of ${limits.hard / mib} MB`
      const {when, lines} = phaseOf(log, first)
      const saving = savesOn(log, first)
      return [
        {
          severity: 'cause',
          certainty: !isCutOff(first.message) && (limits.isStated || omem > 0) ? 'certain' : 'likely',
          title: `${log.name} cut off its replica at ${size} of pending writes: that is over ${which}.`,
          why:
            `While a replica takes and loads a copy, the master keeps all new writes for it in memory. ${when}` +
            `${isHard ? '' : ` The replica had read nothing for ${idle} s.`} The limit is client-output-buffer-limit${limits.isStated ? '' : isRaised ? '; no conf here has it' : ', as Redis ships it; no conf here says otherwise'}. ` +
            (isCutOff(first.message)
              ? 'The line is cut before it says that the client is closed for that. '
              : '') +
            'A replica that is cut off starts again from zero with a whole copy, so the same happens again as long as writes come as fast.' +
            saving.why,
          evidence: [...lines, ...cut, ...saving.lines],
          fix: [
            `Raise the limit above what is written during one whole sync: redis-cli CONFIG SET client-output-buffer-limit "replica ${suggestMb(omem)}mb ${suggestMb(omem)}mb 0" (slave instead of replica before 5.0), then CONFIG REWRITE`,
            'Leave that much memory free on the master, besides copy-on-write of the save.',
            ...(saving.lines.length > 0
              ? ['Consider repl-diskless-sync yes: that child ends when its last replica is gone.']
              : []),
          ],
          avoid: ['The network did not fail, and repl-timeout is not what ended it.'],
          collect: [
            'redis-cli CONFIG GET client-output-buffer-limit',
            'redis-cli INFO replication twice, 60 s apart   (master_repl_offset: bytes written in between)',
          ],
        },
      ]
    }),
}

/** Whether a line tells that a master closed the connection of a replica for what was waiting for it. */
export function isCutReplica({message}: LogFact): boolean {
  // A paste may end before what the line says of the limits: no other line tells of a client with its memory at this level.
  return (
    /\bflags=\w*S/.test(message) &&
    (/overcoming of output buffer limits/.test(message) || (isCutOff(message) && omemOf(message) >= mib))
  )
}

function isCutOff(message: string): boolean {
  return /^Client id=\d+ /.test(message) && !/output buffer limits/.test(message)
}

function omemOf(message: string): number {
  return Number(/\bomem=(\d+)/.exec(message)?.[1] ?? 0)
}

function limitsOf(evidence: Case): Limits {
  const stated = evidence
    .directives('client-output-buffer-limit')
    .find(({words}) => words[0] === 'replica' || words[0] === 'slave')
  if (stated === undefined) return {hard: 256 * mib, soft: 64 * mib, softSeconds: 60, isStated: false}
  const [, hard = '0', soft = '0', seconds = '0'] = stated.words
  return {hard: bytesOf(hard), soft: bytesOf(soft), softSeconds: Number(seconds), isStated: true}
}

function bytesOf(text: string): number {
  const match = /^(\d+)(k|kb|m|mb|g|gb)?$/i.exec(text)
  const unit = (match?.[2] ?? '').toLowerCase()
  const factors: Readonly<Record<string, number>> = {
    k: 1e3,
    kb: 1024,
    m: 1e6,
    mb: mib,
    g: 1e9,
    gb: 1024 * mib,
  }
  return Number(match?.[1] ?? 0) * (factors[unit] ?? 1)
}

function suggestMb(omem: number): number {
  return Math.max(512, 2 ** Math.ceil(Math.log2((omem / mib) * 2)))
}

/** What the master was doing for its replica when it cut it off. */
function phaseOf(log: ProcessLog, cut: LogFact): {readonly when: string; readonly lines: readonly LogFact[]} {
  const before = log.lines.slice(0, log.lines.indexOf(cut))
  const started = before.findLast(({event}) => event?.kind === 'copy-started')
  const sent = before.findLast(({event}) => event?.kind === 'replica-online')
  const lines = [started, sent].filter((line) => line !== undefined)
  if (sent !== undefined && (started === undefined || before.indexOf(sent) > before.indexOf(started))) {
    return {
      when: `It came ${secondsBetween(sent, cut)} s after the copy was sent: the replica was still loading it.`,
      lines,
    }
  }
  if (started === undefined) {
    const age = Number(/\bage=(\d+)/.exec(cut.message)?.[1] ?? 0)
    return {
      when:
        age > longSync
          ? `Its connection was ${age} s old, so it was most likely past its copy and following the stream: for a while it took less than was written (a slow link or disk, a replica that stood still), or much was written at once.`
          : 'What it was doing before, this log does not show.',
      lines,
    }
  }
  return {when: `It came ${secondsBetween(started, cut)} s after the BGSAVE for it began.`, lines}
}

/** The save for a replica that is gone goes on, and the replica that comes back has to wait for the next one. */
function savesOn(log: ProcessLog, cut: LogFact): {readonly why: string; readonly lines: readonly LogFact[]} {
  const after = log.lines.slice(log.lines.indexOf(cut) + 1)
  const waiting = after.filter(({event}) => event?.kind === 'copy-missed')
  const [first] = waiting
  if (first?.at == null || cut.at === null) return {why: '', lines: []}
  return {
    why:
      ` The save goes on although its replica is gone: ${secondsBetween(cut, first)} s later the replica is back, cannot be attached to it, and must wait for the next BGSAVE. ` +
      'Meanwhile the child copies every page that is written (copy-on-write), so memory grows.',
    lines: waiting,
  }
}

function secondsBetween(a: LogFact, b: LogFact): number {
  return a.at === null || b.at === null ? 0 : Math.round((b.at - a.at) / 1000)
}
