import {splitArguments} from '../redis/split-arguments.ts'

const program = /(?:^|\/)(?:redis|valkey)-(?:server|sentinel)$/

/**
 * The directives that a command line gives: `redis-server /etc/redis.conf --appendonly yes --save ""`. Words that begin with
 * `--` are names, and all up to the next one is the value (server.c: main).
 *
 * @param words as of a container: also `sh -c "…"`, and arguments alone, which the official images hand to redis-server
 */
export function directivesOfCommand(words: readonly string[]): readonly string[] {
  const own = wordsOfServer(words)
  const directives: string[] = []
  for (const word of own) {
    if (word.startsWith('--')) directives.push(word.slice(2))
    else if (directives.length > 0)
      directives.push(
        `${directives.pop()} ${/[\s"']/.test(word) || word === '' ? JSON.stringify(word) : word}`,
      )
  }
  // `--sentinel` alone is a mode.
  return directives.filter((directive) => directive.includes(' '))
}

function wordsOfServer(words: readonly string[]): readonly string[] {
  const script = words.findIndex(
    (word, index) => word === '-c' && /(?:^|\/)(?:ba|da|a)?sh$/.test(words[index - 1] ?? ''),
  )
  if (script !== -1) {
    // Of a script the first call counts, up to where the next command begins.
    const call = /(?:^|[\s;&|])((?:\S*\/)?(?:redis|valkey)-(?:server|sentinel)(?:\s[^;&|\n]*)?)/.exec(
      (words[script + 1] ?? '').replace(/\\\n/g, ' '),
    )?.[1]
    return splitArguments(call ?? '')?.slice(1) ?? []
  }
  const at = words.findIndex((word) => program.test(word))
  if (at !== -1) return words.slice(at + 1)
  return words[0]?.startsWith('--') === true ? words : []
}
