import type {LogFact, Stated} from '../evidence/facts.ts'
import {instanceNameOf} from '../evidence/instance-name.ts'
import {type Case, field} from './case.ts'

/** What one sentinel, by its log and its conf, knows of a master and of the other sentinels. */
export interface SentinelView {
  /** The process. */
  readonly name: string
  readonly masterName: string
  /** `host:port` that it monitors. */
  readonly master: string
  readonly quorum: number | undefined
  /** The others that it has on record, each once. */
  readonly others: readonly Stated[]
  /** Those of the others that were down when the evidence ends. */
  readonly down: readonly Stated[]
  readonly monitor: Stated
  /**
   * How many sentinels it has on record, itself included; undefined where that is not shown. A sentinel that restarts reads
   * the others from its conf without a word, so a log that names none says nothing.
   */
  readonly count: number | undefined
  /**
   * Where the count is from. Replies and the conf that it wrote have all that are on record; a log has those that were found
   * since its start.
   */
  readonly countedBy: 'reply' | 'conf' | 'log' | undefined
}

interface Draft {
  readonly name: string
  readonly masterName: string
  master: string
  quorum: number | undefined
  monitor: Stated
  readonly others: Map<string, Stated>
  readonly down: Map<string, Stated>
  stated: number | undefined
  isKept: boolean
}

/** What the sentinels of a case know: of each its log and its conf together. */
export function findSentinelViews(evidence: Case): readonly SentinelView[] {
  const drafts = new Map<string, Draft>()
  readConfs(evidence, drafts)
  readLogs(evidence, drafts)
  readCounts(evidence, drafts)
  return [...drafts.values()].map(({others, down, stated, isKept, ...view}) => ({
    ...view,
    others: [...others.values()],
    down: [...down.values()],
    count: stated ?? (others.size > 0 ? others.size + 1 : undefined),
    countedBy: stated !== undefined ? 'reply' : isKept ? 'conf' : others.size > 0 ? 'log' : undefined,
  }))
}

function draftOf(
  drafts: Map<string, Draft>,
  seen: Pick<Draft, 'name' | 'masterName' | 'master' | 'quorum' | 'monitor'>,
): Draft {
  const key = `${seen.name} ${seen.masterName}`
  const found = drafts.get(key) ?? {
    ...seen,
    others: new Map(),
    down: new Map(),
    stated: undefined,
    isKept: false,
  }
  drafts.set(key, found)
  return found
}

function readConfs(evidence: Case, drafts: Map<string, Draft>): void {
  for (const monitor of evidence.directives('sentinel monitor')) {
    const [masterName = '', host = '', port = '', quorum] = monitor.words
    const draft = draftOf(drafts, {
      name: instanceNameOf(monitor.stream),
      masterName,
      master: `${host}:${port}`,
      quorum: quorum === undefined ? undefined : Number(quorum),
      monitor,
    })
    for (const known of evidence.directives('sentinel known-sentinel')) {
      const [of, ip, itsPort] = known.words
      if (known.stream !== monitor.stream || of !== masterName) continue
      draft.isKept = true
      draft.others.set(`${ip}:${itsPort}`, known)
      // Port 0 is what is left of a sentinel that came back under another id: it gives no vote, and counts for the majority.
      if (itsPort === '0') draft.down.set(`${ip}:0`, known)
    }
  }
}

function readLogs(evidence: Case, drafts: Map<string, Draft>): void {
  for (const log of evidence.logs) {
    for (const monitor of log.lines.filter(({event}) => event?.kind === '+monitor')) {
      const masterName = field(monitor, 'masterName')
      const draft = draftOf(drafts, {
        name: log.name,
        masterName,
        master: `${field(monitor, 'ip')}:${field(monitor, 'port')}`,
        quorum: Number(field(monitor, 'quorum')) || undefined,
        monitor,
      })
      for (const line of log.lines) {
        const kind = line.event?.kind ?? ''
        if (kind === '+sentinel-address-switch' && field(line, 'masterName') === masterName)
          moveSentinel(draft, line)
        if (field(line, 'subject') !== 'sentinel' || field(line, 'masterName') !== masterName) continue
        const who = `${field(line, 'ip')}:${field(line, 'port')}`
        if (kind === '+sentinel') draft.others.set(who, line)
        if (kind === '-dup-sentinel') draft.others.delete(who)
        if (kind === '+sdown') draft.down.set(who, line)
        if (kind === '-sdown' || kind === '-dup-sentinel') draft.down.delete(who)
      }
    }
  }
}

/** One that says hello from another address is on record there, as one that is up; its old entry is gone. */
function moveSentinel({others, down}: Draft, line: LogFact): void {
  const id = field(line, 'runid')
  for (const entries of [others, down])
    for (const [who, {text}] of entries) if (text.includes(id)) entries.delete(who)
  others.set(`${field(line, 'newIp')}:${field(line, 'newPort')}`, line)
}

/** `num-other-sentinels` of SENTINEL MASTER, and `sentinels=3` of INFO sentinel. */
function readCounts(evidence: Case, drafts: Map<string, Draft>): void {
  for (const row of evidence.facts('sentinel-row')) {
    const others = Number(row.fields.get('num-other-sentinels') ?? Number.NaN)
    const quorum = Number(row.fields.get('quorum') ?? Number.NaN)
    // Sentinels find each other through the master: one that never had an INFO from it knows none, and that says nothing.
    if (Number.isNaN(others) || (others === 0 && row.fields.get('info-refresh') === '0')) continue
    const masterName = row.fields.get('name') ?? ''
    const draft = draftOf(drafts, {
      name: instanceNameOf(row.stream),
      masterName,
      master: `${row.fields.get('ip')}:${row.fields.get('port')}`,
      quorum: Number.isNaN(quorum) ? undefined : quorum,
      monitor: row.stated.get('num-other-sentinels') ?? row,
    })
    draft.stated = others + 1
  }
}

/** More than half: what a sentinel needs to be elected (sentinel.c: sentinelGetLeader). */
export function majorityOf(sentinels: number): number {
  return Math.floor(sentinels / 2) + 1
}
