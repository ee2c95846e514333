import {splitArguments} from '../redis/split-arguments.ts'
import type {CommandFact, Fact} from './facts.ts'
import {type LineReader, streamOf} from './line-reader.ts'
import {readDockerRun} from './services.ts'

const programs =
  /(?:^|[\s$#>])(?:[\w.~-]*\/[\w.~/-]*)?((?:redis|valkey)-(?:cli|server|sentinel)|redis-trib(?:\.rb)?|docker|podman|kubectl|helm|oc|k(?= (?:logs|get|exec|describe) ))(?= |$)/
const redisPrompt = /^(?:\S+:\d+|\[\S+\]:\d+|redis(?: \S+)?)(?:\[\d+\])?(?:\(\w+\))?> ?(.*)$/

/** Commands whose name alone says that they are no line of a conf: pasted with half a prompt, or none. */
const bareCommand =
  /^>?\s*((?:sentinel (?:masters?|replicas|slaves|sentinels|ckquorum|get-master-addr-by-name|failover|reset)(?: |$)|info(?: (?:replication|sentinel|server|cluster|persistence|stats|memory|clients|all|everything))?$|cluster (?:nodes|info|slots|shards|links|myid)$|role$|config get \S|acl (?:list|log|whoami|users)$|client list$).*)$/i

/** A command that somebody typed, in a shell or at redis-cli's prompt. Several joined by `&&` are several. */
export const readCommandLine: LineReader = ({line, text, place}, state) => {
  const stream = streamOf(place.path, state.heading)
  const typed = redisPrompt.exec(line.trim())
  const commands: CommandFact[] = []
  const bare = typed ?? bareCommand.exec(line.trim())
  if (bare !== null) {
    const words = splitArguments(bare[1] ?? '') ?? []
    commands.push({kind: 'command', place, text, stream, program: 'redis-cli', words})
  } else {
    for (const part of line.split(/&&|;|\|\|/)) {
      const match = programs.exec(part)
      if (match === null || !isAtStart(part.slice(0, match.index))) continue
      const [, program = ''] = match
      const words = splitArguments(part.slice(match.index + match[0].length).trim()) ?? []
      commands.push({
        kind: 'command',
        place,
        text,
        stream,
        program: program.replace(/^valkey-/, 'redis-'),
        words,
      })
    }
  }
  if (commands.length === 0) return undefined
  state.command = commands.at(-1)
  state.info = undefined
  // Parts of a list that grep shows one after another are still of one list.
  if (!/\|\s*\w*grep\b/.test(line)) state.nodeList = undefined
  return [...commands, ...commands.flatMap((command): readonly Fact[] => readDockerRun(command))]
}

const longestPrompt = 300

/** Only a prompt stands in front of a command: `$`, `#`, `bash-4.3#`, `root@host:/data#`. */
function isAtStart(before: string): boolean {
  return before.length < longestPrompt && /^(?:\S*(?:\[[^\]]*\])?[#$>%]?)?$/.test(before.trim())
}

/** What redis-cli prints. */
export const readAnswerLine: LineReader = ({line, text, place}, state) => {
  const isAnswer =
    /^(?:OK|OK \d+ usable Sentinels\..*|PONG|QUEUED|\(nil\)|\(integer\) -?\d+|\((?:error|empty)[^)]*\).*|(?:ERR|NOAUTH|WRONGPASS|NOPERM|MOVED|READONLY|NOQUORUM|NOGOODSLAVE|MASTERDOWN|LOADING|CLUSTERDOWN|Could not connect to (?:Redis|Valkey) at) .*|\*\*\* FATAL CONFIG FILE ERROR.*|Reading the configuration file, at line \d+|>>> '.*'|Bad directive or wrong number of arguments|(?:Unrecognized|Missing|Wrong|Invalid|No such) [\w ,]*(?:sentinel|configuration|statement|arguments|master with specified name)[\w ,.]*|Can't resolve (?:master )?instance hostname\.|Sorry, the cluster configuration file .*|Can I set the above configuration\?.*|\[ERR\] .*)$/
  if (!isAnswer.test(line.trim())) return undefined
  return [{kind: 'answer', place, text, stream: streamOf(place.path, state.heading), command: state.command}]
}
