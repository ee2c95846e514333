import {formatValue, type Value} from './expression.ts'
import {patternIn} from './schema/lab-regex.ts'
import type {Pattern, Wanted} from './schema/wanted.ts'

/** A reply of Redis as clients see it, or the error that it was. */
export type Reply = {readonly value: Value} | {readonly error: string}

/** How a reply is shown: as redis-cli would, in one line. */
export function formatReply(reply: Reply): string {
  return 'error' in reply ? `(error) ${reply.error}` : formatReplyValue(reply.value)
}

function formatReplyValue(value: Value): string {
  if (value === null || value === undefined) return '(nil)'
  if (Array.isArray(value))
    return value.length === 0 ? '(empty)' : `[${value.map(formatReplyValue).join(', ')}]`
  return typeof value === 'number' ? `${value}` : String(value)
}

/**
 * Compares a value with what was wanted of it. A number also fits a text of the same digits, as INFO and GET give them.
 *
 * @returns undefined when it fits, else what was wanted, in words
 */
export function findMismatch(wanted: Wanted, value: Value): string | undefined {
  return fits(wanted, value) ? undefined : describeWanted(wanted)
}

function fits(wanted: Wanted, value: Value): boolean {
  if (wanted === null) return value === null || value === undefined
  if (isList(wanted)) {
    return (
      Array.isArray(value) &&
      value.length === wanted.length &&
      wanted.every((part, index) => fits(part, (value as readonly Value[])[index]))
    )
  }
  if (typeof wanted === 'object') return fitsPattern(wanted, value)
  return (
    value === wanted || (typeof wanted === 'number' && typeof value === 'string' && value === String(wanted))
  )
}

/** All that a pattern says must hold. */
function fitsPattern(pattern: Pattern, value: Value): boolean {
  const text = formatReplyValue(value)
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  const isNumber = typeof number === 'number' && !Number.isNaN(number)
  const {matches, contains, times, above, below, type, not} = pattern
  const {'at-least': atLeast, 'at-most': atMost, 'one-of': oneOf, length} = pattern
  return [
    matches === undefined || countMatches(new RegExp(matches, 'gm'), text, times),
    contains === undefined || text.includes(contains),
    above === undefined || (isNumber && number > above),
    below === undefined || (isNumber && number < below),
    atLeast === undefined || (isNumber && number >= atLeast),
    atMost === undefined || (isNumber && number <= atMost),
    type === undefined || typeOf(value) === type,
    not === undefined || !fits(not, value),
    oneOf === undefined || oneOf.some((one) => fits(one, value)),
    length === undefined || (Array.isArray(value) ? value.length : text.length) === length,
  ].every(Boolean)
}

function countMatches(pattern: RegExp, text: string, times: number | undefined): boolean {
  const found = [...text.matchAll(pattern)].length
  return times === undefined ? found > 0 : found === times
}

function typeOf(value: Value): Pattern['type'] {
  if (value === null || value === undefined) return 'nil'
  if (Array.isArray(value)) return 'list'
  return typeof value === 'number' ? 'integer' : 'string'
}

export function describeWanted(wanted: Wanted): string {
  if (wanted === null) return '(nil)'
  if (isList(wanted)) return `[${wanted.map(describeWanted).join(', ')}]`
  if (typeof wanted !== 'object') return formatValue(wanted)
  const {matches, contains, times, above, below, type, not} = wanted
  const {'at-least': atLeast, 'at-most': atMost, 'one-of': oneOf, length} = wanted
  return [
    matches !== undefined && `/${matches}/${times === undefined ? '' : ` × ${times}`}`,
    contains !== undefined && `with "${contains}" in it`,
    above !== undefined && `above ${above}`,
    below !== undefined && `below ${below}`,
    atLeast !== undefined && `at least ${atLeast}`,
    atMost !== undefined && `at most ${atMost}`,
    type !== undefined && `of type ${type}`,
    not !== undefined && `not ${describeWanted(not)}`,
    oneOf !== undefined && `one of ${oneOf.map(describeWanted).join(', ')}`,
    length !== undefined && `of length ${length}`,
  ]
    .filter((part) => part !== false)
    .join(' and ')
}

/** Whether an error of Redis is the one that must come: its first word, or its beginning, or a part between slashes. */
export function isWantedError(wanted: string, error: string): boolean {
  const pattern = patternIn(wanted)
  return pattern === undefined ? error.startsWith(wanted) : new RegExp(pattern).test(error)
}

/**
 * Takes one field out of a reply: of INFO (`role`, or `cmdstat_ping.calls` of a line that holds several), of a list of
 * names and values, or by its place in a list.
 */
export function pickField(value: Value, field: string): Value {
  if (typeof value === 'string') {
    const line = value.split(/\r?\n/).find((candidate) => candidate.startsWith(`${field}:`))
    return line === undefined ? pickPart(value, field) : line.slice(field.length + 1)
  }
  if (!Array.isArray(value)) return undefined
  if (/^\d+$/.test(field)) return value[Number(field)] as Value
  const at = value.findIndex((name, index) => index % 2 === 0 && name === field)
  return at < 0 ? undefined : (value[at + 1] as Value)
}

/** `slave0.lag` of the line `slave0:ip=127.0.0.1,port=6381,lag=1`. */
function pickPart(info: string, field: string): Value {
  const dot = field.lastIndexOf('.')
  const line = dot < 1 ? undefined : pickField(info, field.slice(0, dot))
  const start = `${field.slice(dot + 1)}=`
  return typeof line !== 'string'
    ? undefined
    : line
        .split(',')
        .find((part) => part.startsWith(start))
        ?.slice(start.length)
}

function isList(wanted: Wanted): wanted is readonly Wanted[] {
  return Array.isArray(wanted)
}
