import {Args, Flags} from '@oclif/core'
import {RedislabError} from '../../core/errors/errors.ts'
import {parseDuration} from '../../core/time/duration.ts'

/** A duration such as `500ms` or `5s`, in milliseconds. */
export const durationFlag = Flags.custom<number, {min?: number}>({
  helpValue: '5s',
  parse: async (text, _context, {min = 0}) => {
    const ms = parseDuration(text)
    if (ms >= min) return ms
    throw tooShort(`"${text}"`, min)
  },
})

/** How a duration is read that is an argument, whose name stands in the error. */
export function durationArg(name: string, min = 0) {
  return async (text: string): Promise<number> => {
    const ms = parseDuration(text, name)
    if (ms >= min) return ms
    throw tooShort(`${name}: "${text}"`, min)
  }
}

function tooShort(what: string, min: number): RedislabError {
  return new RedislabError('OPTION_INVALID', `${what} is too short.`, {
    suggestions: [`Give it ${min}ms at least.`],
  })
}

/** A whole number, at least `min`, at most `max`. */
export const countFlag = Flags.custom<number, {min?: number; max?: number}>({
  helpValue: 'N',
  parse: async (text, _context, {min = 0, max = Number.POSITIVE_INFINITY}) => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (number >= min && number <= max) return number
    const range = Number.isFinite(max) ? `from ${min} to ${max}` : `from ${min} on`
    throw new RedislabError('OPTION_INVALID', `"${text}" is not a whole number ${range}.`, {
      suggestions: [`Write it in digits: ${Math.min(Math.max(min, 2), max)}.`],
    })
  },
})

export const portFlag = Flags.custom<number>({
  helpValue: 'PORT',
  parse: async (text) => {
    const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
    if (port >= 1 && port <= 65_535) return port
    throw new RedislabError('OPTION_INVALID', `"${text}" is not a port.`, {
      suggestions: ['A port is a number from 1 to 65535.'],
    })
  },
})

const target = {
  description:
    'A name (n2, s1), a live role (master, replica, replica:2, sentinel, leader), or several (replicas, sentinels, killed, all).',
  required: true,
} as const

/** One or more targets. */
export const targetsArg = Args.string({...target, multiple: true})

/** Exactly one word, which may mean several instances. */
export const targetArg = Args.string(target)
