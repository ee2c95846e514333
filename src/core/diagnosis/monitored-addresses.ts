import type {Stated} from '../evidence/facts.ts'
import type {Case} from './case.ts'

/** That a sentinel names an address as one of its masters. */
export interface Monitored {
  readonly masterName: string
  /** `host:port` as that sentinel has it. */
  readonly address: string
  /** Its own answer; else its conf, which may be of another time. */
  readonly isAnswer: boolean
  /** As that answer has them: `master`, `s_down,master`. */
  readonly flags: string
  readonly stated: Stated
}

/** What sentinels name as their masters, by their answers and their confs. */
export function findMonitored(evidence: Case): readonly Monitored[] {
  const byAnswers = evidence
    .facts('sentinel-row')
    .filter(({fields}) => fields.has('quorum') || fields.has('num-other-sentinels'))
    .map((row) => ({
      masterName: row.fields.get('name') ?? '',
      address: `${row.fields.get('ip')}:${row.fields.get('port')}`,
      isAnswer: true,
      flags: row.fields.get('flags') ?? '',
      stated: row.stated.get('port') ?? row,
    }))
  const byConfs = evidence.directives('sentinel monitor').map((stated) => ({
    masterName: stated.words[0] ?? '',
    address: `${stated.words[1]}:${stated.words[2]}`,
    isAnswer: false,
    flags: '',
    stated,
  }))
  return [...byAnswers, ...byConfs]
}

/** The addresses at which the instance of a stream was asked; empty where a person put the evidence together. */
export function addressesOf(evidence: Case, stream: string): readonly string[] {
  return evidence
    .facts('asked')
    .filter((fact) => fact.stream === stream)
    .flatMap(({address, reachedAt}) => [address, ...(reachedAt === undefined ? [] : [reachedAt])])
}
