import {joinNames} from '../../text/join-names.ts'

/** A log of which nothing can be made. */
export interface UnreadLog {
  readonly instance: string
  readonly why: 'missing' | 'empty' | 'unknown-form'
}

const words: Readonly<Record<UnreadLog['why'], string>> = {
  missing: 'there is no file',
  empty: 'it is empty',
  'unknown-form': 'its lines are not in the usual form of Redis',
}

/** `The logs of s1, s2 and s3 cannot be read (its lines are …).` */
export function describeUnread(logs: readonly UnreadLog[]): string {
  const names = joinNames(logs.map(({instance}) => instance))
  const reasons = [...new Set(logs.map(({why}) => words[why]))].join('; ')
  return `The log${logs.length === 1 ? '' : 's'} of ${names} cannot be read: ${reasons}.`
}
