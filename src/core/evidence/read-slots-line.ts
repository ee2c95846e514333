import {type LineReader, streamOf} from './line-reader.ts'

/** A line of a nested reply without its numbers, as redis-cli prints it into a pipe: slots, addresses, ports, ids. */
export const readSlotsLine: LineReader = ({line, text, place}, state) => {
  const bare = /^\s*(?:\d+\)\s*)*(?:"([^"]*)"|(?:\(integer\) )?([\w.:-]+))$/.exec(line)
  const value = bare?.[1] ?? bare?.[2]
  if (value === undefined || !/^(?:\?|\d+|[0-9a-f]{40}|\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?)$/.test(value))
    return undefined
  return [{kind: 'answer', place, text, stream: streamOf(place.path, state.heading), command: state.command}]
}
