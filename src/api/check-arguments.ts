import {RedislabError} from '../core/errors/errors.ts'
import {findNearest} from '../core/text/nearest.ts'
import {shorten} from '../core/text/shorten.ts'
import type {Check} from './checks.ts'

/** What a function takes, by the names of its parameters. */
export interface Parameter {
  readonly name: string
  readonly check: Check
  readonly isOptional?: boolean
  /** What to do instead of passing what cannot be used. */
  readonly hint?: string
}

/**
 * Looks at what a program passed.
 *
 * @throws RedislabError OPTION_INVALID with the first thing that cannot be
 */
export function checkArguments(
  called: string,
  values: readonly unknown[],
  parameters: readonly Parameter[],
): void {
  for (const [index, {name, check, isOptional = false, hint}] of parameters.entries()) {
    const value = values[index]
    if (isOptional && value === undefined) continue
    const [issue] = check.safeParse(value).error?.issues ?? []
    if (issue === undefined) continue
    const [unknown] = issue.code === 'unrecognized_keys' ? issue.keys : []
    if (unknown !== undefined) throw unknownOption(called, unknown, optionsOf(check))
    const [option] = issue.path
    const what = option === undefined ? name : String(option)
    const given = option === undefined ? value : (value as Readonly<Record<PropertyKey, unknown>>)[option]
    throw new RedislabError(
      'OPTION_INVALID',
      `${called}: ${what} must be ${issue.message}, and is ${show(given)}.`,
      hint === undefined ? {} : {suggestions: [hint]},
    )
  }
}

function unknownOption(called: string, unknown: string, known: readonly string[]): RedislabError {
  const nearest = findNearest(unknown, known) ?? known.find((option) => isPartOf(unknown, option))
  return new RedislabError('OPTION_INVALID', `${called} has no option "${shorten(unknown)}".`, {
    suggestions: [nearest === undefined ? `It has ${known.join(', ')}.` : `Did you mean ${nearest}?`],
  })
}

/** `downAfter` for `downAfterMs`. */
function isPartOf(unknown: string, option: string): boolean {
  const [short, long] = [unknown.toLowerCase(), option.toLowerCase()]
  return short.length > 2 && (long.startsWith(short) || short.startsWith(long))
}

function optionsOf(check: Check): readonly string[] {
  const {shape = {}} = check._zod.def as {readonly shape?: object}
  return Object.keys(shape)
}

function show(value: unknown): string {
  if (typeof value === 'string') return `"${shorten(value)}"`
  if (typeof value === 'function') return 'a function'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `the list ${shorten(asJson(value))}`
  return typeof value === 'object' && value !== null ? shorten(asJson(value)) : String(value)
}

function asJson(value: object): string {
  try {
    return JSON.stringify(value)
  } catch {
    return 'an object'
  }
}
