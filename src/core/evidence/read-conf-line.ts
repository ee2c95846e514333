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
  // People write settings down as `name = value`, and `sentinel name mymaster = value`.
  const before = name.startsWith('sentinel ') ? 2 : 1
  const words = found.words.filter((word, index) => word !== '=' || index >= before)
  // A line of a template or of a script: what it will say is not known yet.
  if (holdsVariable(name, line)) return []
  // "port is closed" is a sentence: a directive has as many words as it takes, and none of them is a verb.
  if (words.length === 0 || words.length > maxWords(name)) return undefined
  return [{kind: 'directive', place, text, stream: streamOf(place.path, state.heading), name, words}]
}

/** What names a server: a variable in its place is no server of its own. */
const namesServer =
  /^(?:sentinel (?:monitor|known-\w+|announce-\w+)|(?:replica|slave)of|bind|port|(?:replica|slave|cluster)-announce-[\w-]+)$/

/** Whether a shell or a template would put another text into a line. In a password `$` is mostly a letter as any other. */
function holdsVariable(name: string, line: string): boolean {
  if (/\{\{|\$\{/.test(line)) return true
  if (/pass|auth$/.test(name)) return /\s["']?\$[A-Z][A-Z0-9_]+["']?\s*$/.test(line)
  return namesServer.test(name) && /\$[A-Za-z_(1-9]/.test(line)
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
