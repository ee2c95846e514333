import type {Stated} from '../evidence/facts.ts'
import {instanceNameOf} from '../evidence/instance-name.ts'
import {type Case, field} from './case.ts'

/** What one sentinel, by its log or its conf, knows of a master and of the other sentinels. */
export interface SentinelView {
  /** The process, or the conf. */
  readonly name: string
  readonly masterName: string
  /** `host:port` that it monitors. */
  readonly master: string
  readonly quorum: number | undefined
  /** The others that it has on record: their addresses or ids. */
  readonly others: readonly Stated[]
  /** Those of the others that were down when the evidence ends. */
  readonly down: readonly Stated[]
  readonly monitor: Stated
  /** Whether it can be told how many others there are: a log from its start, a conf that the sentinel wrote. */
  readonly isComplete: boolean
}

/** What the sentinels of a case know, each by its log or conf. */
export function findSentinelViews(evidence: Case): readonly SentinelView[] {
  return [...viewsOfConfs(evidence), ...viewsOfLogs(evidence)]
}

function viewsOfConfs(evidence: Case): readonly SentinelView[] {
  return evidence.directives('sentinel monitor').map((monitor) => {
    const [masterName = '', host = '', port = '', quorum] = monitor.words
    const own = evidence
      .facts('directive')
      .filter(({stream, words}) => stream === monitor.stream && words[0] === masterName)
    const others = own.filter(({name}) => name === 'sentinel known-sentinel')
    return {
      name: instanceNameOf(monitor.stream),
      masterName,
      master: `${host}:${port}`,
      quorum: quorum === undefined ? undefined : Number(quorum),
      others,
      down: [],
      monitor,
      isComplete: others.length > 0,
    }
  })
}

function viewsOfLogs(evidence: Case): readonly SentinelView[] {
  return evidence.logs.flatMap((log) =>
    log.lines
      .filter(({event}) => event?.kind === '+monitor')
      .map((monitor) => {
        const masterName = field(monitor, 'masterName')
        const others = new Map<string, Stated>()
        const down = new Map<string, Stated>()
        for (const line of log.lines) {
          const kind = line.event?.kind ?? ''
          if (field(line, 'subject') !== 'sentinel' || field(line, 'masterName') !== masterName) continue
          const who = field(line, 'name')
          if (kind === '+sentinel' || kind === '+dup-sentinel') others.set(who, line)
          if (kind === '+sdown') down.set(who, line)
          if (kind === '-sdown' || kind === '-dup-sentinel') down.delete(who)
        }
        return {
          name: log.name,
          masterName,
          master: `${field(monitor, 'ip')}:${field(monitor, 'port')}`,
          quorum: Number(field(monitor, 'quorum')) || undefined,
          others: [...others.values()],
          down: [...down.values()],
          monitor,
          isComplete: true,
        }
      }),
  )
}

/** More than half: what a sentinel needs to be elected (sentinel.c: sentinelGetLeader). */
export function majorityOf(sentinels: number): number {
  return Math.floor(sentinels / 2) + 1
}
