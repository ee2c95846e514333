import {instanceNameOf} from './instance-name.ts'
import type {LineReader} from './line-reader.ts'

const who = `(?:the )?(?:redis |valkey )?(?:node|pod|container|sentinel|master|replica|slave|primary|host|server|instance)`
const named = new RegExp(
  String.raw`^\W*(?:the )?(?:full |complete )?(?:logs?|output|log file|conf|config)\s+(?:of|from|for|on|in)\s+(?:${who}\s*:?\s+)?([\w.:-]*[\w])\W*$`,
  'i',
)

/** Whose lines follow, as people write it between logs of several nodes, and as `tail` prints it: `==> n1.log <==`. */
export const readHeadingLine: LineReader = ({line}, state) => {
  const file = /^==> (.+) <==\s*$/.exec(line)?.[1]
  const name =
    file === undefined ? named.exec(line)?.[1] : file === 'standard input' ? undefined : instanceNameOf(file)
  if (name === undefined) return file === undefined ? undefined : []
  state.heading = name
  state.info = undefined
  state.nodeList = undefined
  return []
}
