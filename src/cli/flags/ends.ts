import {Args} from '@oclif/core'
import {durationFlag} from './flags.ts'

const ends = {
  name: 'TARGET',
  description:
    'Names (n2, s1), live roles (master, replica:2), several (replicas, sentinels), or clients. Lists have commas: master,s1.',
} as const

/** A list with commas, one word: `master,s1`. */
export const endsArg = Args.string({...ends, required: true})

/** The same as one word or several. */
export const manyEndsArg = Args.string({...ends, required: true, multiple: true})

/** The same, or nobody. */
export const someEndsArg = Args.string({...ends, required: false, multiple: true})

/** Splits lists of targets at their commas. */
export function splitTargets(lists: readonly string[]): readonly string[] {
  return lists.flatMap((list) => list.split(',')).filter((target) => target !== '')
}

/** `--for` of faults of links. */
export const healFlag = durationFlag({
  min: 1,
  summary: 'Heal it after this time, even if the terminal is closed.',
})
