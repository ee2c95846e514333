import {instanceNameOf} from './instance-name.ts'
import {type LineReader, type ReadingState, streamOf} from './line-reader.ts'

const who = `(?:the )?(?:redis |valkey )?(?:node|pod|container|sentinel|master|replica|slave|primary|host|server|instance)`
const named = new RegExp(
  String.raw`^\W*(?:the )?(?:full |complete )?(?:logs?|output|log file|conf|config)\s+(?:of|from|for|on|in)\s+(?:${who}\s*:?\s+)?([\w.:-]*[\w])\W*$`,
  'i',
)

/** A person's words above a reply: `Pod 0 result of redis-cli role`. */
const replyOf =
  /^\W*(pod|node|sentinel|server|redis|valkey)[ -](\d+),?:? (?:result|output|reply) of[^a-z]+(?:redis|valkey)-cli ([a-z ]*[a-z])[\W_]*$/i

/** Whose lines follow, as people write it between logs of several nodes, and as `tail` prints it: `==> n1.log <==`. */
export const readHeadingLine: LineReader = ({line, text, place}, state) => {
  if (isPodAlone(line, state)) {
    state.heading = line.trim().replace(/:$/, '')
    state.namedIn = place.line
    state.info = undefined
    state.role = undefined
    state.nodeList = undefined
    return []
  }
  const ofReply = replyOf.exec(line)
  if (ofReply !== null) {
    const [, kind = '', number = '', words = ''] = ofReply
    state.heading = `${kind.toLowerCase()}-${number}`
    state.info = undefined
    state.role = undefined
    state.nodeList = undefined
    const stream = streamOf(place.path, state.heading)
    state.command = {kind: 'command', place, text, stream, program: 'redis-cli', words: words.split(/\s+/)}
    return [state.command]
  }
  const [, container, file] = /^(?:([\w.-]+)\s+\| )?==> (.+) <==\s*$/.exec(line) ?? []
  const name =
    file === undefined
      ? (named.exec(line)?.[1] ?? addressAlone(line))
      : file === 'standard input'
        ? undefined
        : instanceNameOf(file)
  if (name === undefined && file === undefined) return undefined
  state.headingIn = container
  if (name === undefined) return []
  state.heading = name
  state.info = undefined
  state.nodeList = undefined
  return []
}

/** An address, or the end of one, in a line of its own: `10.0.0.11:`, `.11:`. */
function addressAlone(line: string): string | undefined {
  return /^\s*((?:\d{1,3}\.){3}\d{1,3}|\.\d{1,3}):\s*$/.exec(line)?.[1]
}

/** The name of a pod of a set in a line of its own, as a loop over pods prints it: `redis-cluster-0`. Not within a reply. */
function isPodAlone(line: string, {row, setting, command}: ReadingState): boolean {
  return (
    row === undefined &&
    setting === undefined &&
    command === undefined &&
    /^\s*[a-z][a-z0-9]*(?:-[a-z0-9]+)*-\d{1,2}:?\s*$/.test(line)
  )
}
