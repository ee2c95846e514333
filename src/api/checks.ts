import {z} from 'zod/mini'
import {lockStrategyNames} from '../core/load/lock-strategies.ts'

/** What programs pass, looked at before anything is done. The text of a check says what is wanted. */
export type Check = z.ZodMiniType

export function is(wanted: string, holds: (value: unknown) => boolean): Check {
  return z.custom(holds, {error: wanted})
}

export function oneOf(...words: readonly string[]): Check {
  const quoted = words.map((word) => `'${word}'`)
  const wanted = quoted.length === 1 ? quoted[0] : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
  return is(wanted ?? '', (value) => words.includes(value as string))
}

export function either(wanted: string, ...checks: readonly Check[]): Check {
  return is(wanted, (value) => checks.some((check) => check.safeParse(value).success))
}

/** The options of a function: exactly those of its type, each of which may be left out. */
export function options<Options extends object>(
  checks: {readonly [Key in keyof Options]-?: Check},
  {required = []}: {readonly required?: readonly (keyof Options)[]} = {},
): Check {
  const entries = Object.entries<Check>(checks).map(([key, check]) => [
    key,
    required.includes(key as keyof Options) ? check : z.optional(check),
  ])
  return z.strictObject(Object.fromEntries(entries), {
    error: (issue) => (issue.code === 'invalid_type' ? 'an object of options' : undefined),
  })
}

/** Options that may be left out as a whole. */
export function optional(check: Check) {
  return {name: 'options', check, isOptional: true}
}

const isText = (value: unknown) => typeof value === 'string' && value !== ''
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

export const text = is('a text', isText)
export const texts = is('a list of texts', (value) => Array.isArray(value) && value.every(isText))
export const settings = is(
  "a list such as ['maxmemory=64mb'] or an object such as {maxmemory: '64mb'}",
  (value) =>
    Array.isArray(value)
      ? value.every(isText)
      : typeof value === 'object' &&
        value !== null &&
        Object.values(value).every((one) => typeof one === 'string' || isNumber(one)),
)
export const yesOrNo = is('true or false', (value) => typeof value === 'boolean')
export const milliseconds = is('a number of milliseconds above 0', (value) => isNumber(value) && value > 0)
export const moment = is('a moment in milliseconds since 1970, such as Date.now()', isNumber)
export const count = is('a whole number, 0 or more', (value) => Number.isInteger(value) && Number(value) >= 0)
export const lockStrategy = oneOf(...lockStrategyNames)
export const abortSignal = is(
  'an AbortSignal',
  (value) => typeof value === 'object' && value !== null && 'aborted' in value && 'reason' in value,
)
export const target = is("a target, such as 'master' or 'n2'", isText)
const isTargets = (value: unknown) => isText(value) || (Array.isArray(value) && value.every(isText))
export const targets = is(
  "a target, such as 'master' or 'n2', or a list of some",
  (value) => isTargets(value) && value !== undefined && (value as readonly string[]).length > 0,
)
/** For what is meant for everything where no target is named. */
export const anyTargets = is("a target, such as 'master' or 'n2', or a list of them", isTargets)
