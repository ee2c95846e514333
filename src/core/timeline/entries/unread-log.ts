import {joinNames} from '../../text/join-names.ts'

/** A log of which nothing can be made. */
export interface UnreadLog {
  readonly instance: string
  /** `not-given`: of an opened deployment, whose log was not among what was opened. */
  readonly why: 'missing' | 'empty' | 'unknown-form' | 'not-given'
}

const words: Readonly<Record<Exclude<UnreadLog['why'], 'not-given'>, string>> = {
  missing: 'there is no file',
  empty: 'it is empty',
  'unknown-form': 'its lines are not in the usual form of Redis',
}

/** `The logs of s1, s2 and s3 cannot be read (its lines are …).` */
export function describeUnread(logs: readonly UnreadLog[]): string {
  const absent = logs.filter(({why}) => why === 'not-given').map(({instance}) => instance)
  const present = logs.flatMap(({instance, why}) => (why === 'not-given' ? [] : [{instance, why}]))
  const reasons = [...new Set(present.map(({why}) => words[why]))].join('; ')
  return [
    ...(absent.length === 0 ? [] : [`There is no log of ${joinNames(absent)} here.`]),
    ...(present.length === 0
      ? []
      : [
          `The log${present.length === 1 ? '' : 's'} of ${joinNames(present.map(({instance}) => instance))} cannot be read: ${reasons}.`,
        ]),
  ].join(' ')
}
