/** What bin/run.js starts; a module of ours, so that oclif is in the bundle with the rest. */
import process from 'node:process'
import {isPlainLocale, writePlainCharacters} from './plain-characters.ts'
import {guardOutput} from './unwritable-output.ts'

export {execute} from '@oclif/core/execute'

// Everybody on the machine can read the words that a process was started with, until it gives itself another title.
if (process.argv.some((word) => word.startsWith('--password'))) process.title = 'redislab'

guardOutput()

// JSON is read by programs, which know their encoding.
if (isPlainLocale(process.env) && !process.argv.some((word) => /^--jsonl?$/.test(word)))
  writePlainCharacters()
