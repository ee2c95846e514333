// The formats of what a server writes into its log at notice level and above.
import {callsOf} from './c-source.js'
import {textsOf} from './c-strings.js'

/** The functions that write a line: which argument is its level, which its format, and what they put before and after it. */
const writers = new Map([
  ...[
    'serverLog',
    'serverLogRaw',
    'serverLogFromHandler',
    'redisLog',
    'redisLogRaw',
    'redisLogFromHandler',
  ].map((name) => [name, {level: 0, format: 1, before: ''}]),
  ['serverLogRawFromHandler', {level: 0, format: 1, before: ''}],
  ['dualChannelServerLog', {level: 0, format: 1, before: 'Dual channel replication: '}],
  ['replicaBioSaveServerLog', {level: 0, format: 1, before: 'Replica bio thread: '}],
  // Always a warning.
  ['logInvalidUseAndFreeClientAsync', {format: 1, before: '', after: ', disconnecting it: %s'}],
  ['sentinelEvent', {level: 0, event: 1, format: 3, before: ''}],
])
const names = new RegExp(`^(?:${[...writers.keys()].join('|')})$`)
const wrapped = new Set([...writers.values()].map(({after}) => `%s${after}`))
const conversion = /%(?:%|@|[-+ #0]*(\*|\d+)?(?:\.(\*|\d+))?(?:hh|h|ll|l|z|j|t|L)?[diouxXeEfgGcspa])/g

/**
 * @param {string} source a file of C without comments
 * @param {ReadonlyMap<string, string>} defined the strings that are defined by name
 * @returns {{formats: string[], unread: string[]}} the formats, where `%{a|b}` is a string that is one of these; and the
 * calls whose format is worked out as the server runs
 */
export function logFormatsOf(source, defined) {
  const formats = new Set()
  const unread = []
  for (const {name, given: written, at} of callsOf(source, names)) {
    const {level} = writers.get(name)
    if (level !== undefined && !isAtLeastNotice(written[level])) continue
    const given = written.map((argument) => chosenBefore(argument, source.slice(0, at)))
    const found = formatsOfCall(name, given, source, defined)
    if (found === undefined) unread.push(`${name}(${given.join(', ')})`)
    for (const format of found ?? []) formats.add(firstLine(format))
  }
  return {formats: [...formats], unread}
}

/** @returns {string[] | undefined} undefined when the source does not say them */
function formatsOfCall(name, given, source, defined) {
  const {event, format: place, before, after = ''} = writers.get(name)
  const texts = textsOf(given[place] ?? '', defined)
  const events = event === undefined ? [''] : textsOf(given[event] ?? '', defined)?.map((text) => `${text} `)
  if (texts === undefined || events === undefined) return undefined
  const rest = given.slice(place + 1)
  const formats = texts.flatMap((text) => {
    // What is logged as `"%s", msg` was often printed into `msg` before.
    const printed = text.startsWith('%s') ? printedInto(rest[0] ?? '', source, defined) : []
    if (printed.length === 0) return [withAlternatives(text, rest, defined)]
    const ending = withAlternatives(text.slice(2), rest.slice(1), defined)
    return printed.map((beginning) => `${beginning}${ending}`)
  })
  const whole = events.flatMap((start) => formats.map((format) => `${before}${start}${format}${after}`))
  // `%s` alone may be anything, and the calls of a function that says more are read themselves.
  return whole.every((format) => saysSomething(format) && !wrapped.has(format)) ? whole : undefined
}

function saysSomething(format) {
  return /[a-z]{2}/i.test(format.replaceAll(conversion, ''))
}

function printedInto(variable, source, defined) {
  return [...callsOf(source, /^snprintf$/)]
    .filter(({given: [into]}) => into === variable)
    .flatMap(({given: [, , format, ...rest]}) =>
      (textsOf(format ?? '', defined) ?? []).map((text) => `${withAlternatives(text, rest, defined)}%s`),
    )
    .filter((format) => format.endsWith(' -> %s'))
}

/** What a variable was given where it was declared, if that is a choice: `const char *type = ready ? " (ready)" : ""`. */
function chosenBefore(argument, before) {
  if (!/^[a-z]\w*$/.test(argument)) return argument
  const declared = before.lastIndexOf(`char *${argument} = `)
  if (declared < 0) return argument
  const value = before.slice(declared).match(/= ([^;]*);/)?.[1] ?? ''
  return value.includes('?') ? value : argument
}

/** The lines of a message after its first have no stamp of their own: they are no lines of the log. */
function firstLine(format) {
  return (format.trim().split('\n')[0] ?? '').trim()
}

/**
 * A declaration of the function has the type of its level there, and a level below notice is named. What is raw has no
 * head: it is no line of the log.
 */
function isAtLeastNotice(level) {
  if (level === undefined || /^(?:int|const)\b|RAW/.test(level)) return false
  return /NOTICE|WARNING/.test(level) || !/DEBUG|VERBOSE/.test(level)
}

/** Where an argument is one of a few texts, they take the place of its `%s`. */
function withAlternatives(format, given, defined) {
  let next = 0
  return format.replaceAll(conversion, (whole, width, precision) => {
    if (whole === '%%' || whole === '%@') return whole
    next += [width, precision].filter((size) => size === '*').length
    const argument = given[next++]
    if (!whole.endsWith('s') || argument === undefined) return whole
    const texts = textsOf(argument, defined)
    if (texts?.length === 1) return texts[0]
    return texts === undefined || texts.some((text) => /[|}\n]/.test(text)) ? whole : `%{${texts.join('|')}}`
  })
}
