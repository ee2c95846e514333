import {readDirective} from '../config/conf-line.ts'
import {isDirectiveName} from './directive-names.ts'
import {type LineReader, streamOf} from './line-reader.ts'

/** A user as an ACL file and ACL LIST write it: `user sentinel on >… allkeys +@all`. */
export const readAclLine: LineReader = ({line, text, place}, state) => {
  const match =
    /^(?:\d+\) )?"?user (\S+) ((?:on|off|reset|nopass|[><#~&+%-]|allkeys|allchannels).*?)"?$/.exec(
      line.trim(),
    )
  if (match === null) return undefined
  const [, name = '', rules = ''] = match
  const stream = streamOf(place.path, state.heading)
  return [{kind: 'acl-user', place, text, stream, name, rules: rules.split(/\s+/)}]
}

/** A line of redis.conf or sentinel.conf. */
export const readConfLine: LineReader = ({line, text, place}, state) => {
  const found = readDirective(line.trim())
  if (found === undefined || !isDirectiveName(found.name)) return undefined
  const {name} = found
  // People write settings down as `name = value`.
  const words = found.words[0] === '=' ? found.words.slice(1) : found.words
  // A line of a template: what it will say is not known yet.
  if (/\{\{|\$\{|\s\$[A-Z][A-Z0-9_]+(?:\s|$)/.test(line)) return []
  // "port is closed" is a sentence: a directive has as many words as it takes, and none of them is a verb.
  if (words.length === 0 || words.length > maxWords(name)) return undefined
  return [{kind: 'directive', place, text, stream: streamOf(place.path, state.heading), name, words}]
}

function maxWords(name: string): number {
  if (
    /^(?:bind|save|latency-tracking-info-percentiles|loadmodule|oom-score-adj-values|user|client-output-buffer-limit|shutdown-on-sig)/.test(
      name,
    )
  )
    return 32
  return name.startsWith('sentinel ') ? 5 : 2
}
