import type {Fact} from './facts.ts'
import {type LineReader, streamOf} from './line-reader.ts'

const ip = String.raw`\d{1,3}(?:\.\d{1,3}){3}`

/** A longer line is no note. */
const longest = 300

/** What people note beside logs: which address is which node, who runs which version, what address a machine has. */
export const readNoteLine: LineReader = ({line, text, place}, state) => {
  const trimmed = line.trim()
  if (trimmed.length > longest) return undefined
  const stream = streamOf(place.path, state.heading)
  const facts: Fact[] = []
  const addressFirst = new RegExp(String.raw`^(${ip})\s+(?:[-=:]\s*)*([A-Za-z][\w.-]*)$`).exec(trimmed)
  const nameFirst = new RegExp(String.raw`^([A-Za-z][\w.-]*)\s*[-=:]?\s+(${ip})$`).exec(trimmed)
  if (addressFirst !== null) {
    facts.push({
      kind: 'naming',
      place,
      text,
      stream,
      host: addressFirst[1] ?? '',
      name: addressFirst[2] ?? '',
    })
  } else if (nameFirst !== null) {
    facts.push({kind: 'naming', place, text, stream, name: nameFirst[1] ?? '', host: nameFirst[2] ?? ''})
  }
  const version =
    /^([A-Za-z][\w .,:/-]*?):?\s+(?:(?:redis|valkey)[ -])?v?(\d+\.\d+\.\d+)(?: \([^)]*\))?$/i.exec(trimmed)
  if (version !== null) {
    facts.push({kind: 'version', place, text, stream, subject: version[1] ?? '', version: version[2] ?? ''})
  }
  const own =
    new RegExp(
      String.raw`\b(?:interface|own|pod|local|real|actual) (?:address|ip)(?: is| of \S+ is|:)?\s+(${ip})`,
      'i',
    ).exec(trimmed) ?? new RegExp(String.raw`^(?:\d+: )?(?:\S+\s+)?inet (?:addr:)?(${ip})`).exec(trimmed)
  if (own !== null && own[1] !== '127.0.0.1')
    facts.push({kind: 'own-address', place, text, stream, host: own[1] ?? ''})
  return facts.length > 0 ? facts : undefined
}
