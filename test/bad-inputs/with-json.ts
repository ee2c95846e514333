import {readFileSync} from 'node:fs'
import path from 'node:path'

const repository = path.join(import.meta.dirname, '../..')

/** The same words with --json after the name of the command; undefined where the command has no --json. */
export function jsonWordsOf(words: readonly string[]): readonly string[] | undefined {
  const {commands}: {commands: Record<string, {flags: Record<string, unknown>}>} = JSON.parse(
    readFileSync(path.join(repository, 'oclif.manifest.json'), 'utf8'),
  )
  const length = [2, 1].find((count) => words.slice(0, count).join(':') in commands) ?? 0
  const command = commands[words.slice(0, length).join(':')]
  if (command !== undefined && !('json' in command.flags)) return undefined
  return length === 0 ? [...words, '--json'] : [...words.slice(0, length), '--json', ...words.slice(length)]
}
