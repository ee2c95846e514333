import type {LineReader} from './line-reader.ts'
import {streamOf} from './line-reader.ts'

/** What redis-check-aof and redis-check-rdb print, and a server that checks its RDB file at once (redis-check-rdb.c, redis-check-aof.c). */
const printed =
  /^(?:\[offset \d+\] |\[info\] |\[additional info|--- RDB ERROR DETECTED ---|The AOF appears to start with an RDB preamble|Checking the RDB preamble to start|RDB preamble is (?:OK|not sane)|0x\s*[0-9a-f]+: |AOF analyzed: |AOF is (?:not )?valid|AOF \S+ (?:format error|is (?:not )?valid)|Start checking (?:Multi Part|Old-Style) AOF)/

export const readFileCheckLine: LineReader = ({line, text, place}, state) => {
  const plain = line.trim().replace(/^[\w.-]+\s+\| /, '')
  if (!printed.test(plain)) return undefined
  return [
    {
      kind: 'answer',
      place,
      text: text.trim().replace(/^[\w.-]+\s+\| /, ''),
      stream: streamOf(place.path, state.heading),
      command: state.command,
    },
  ]
}
