import type {Hook} from '@oclif/core'
import {writeUnknownCommand} from './unknown-command.ts'
import {guardOutput} from './unwritable-output.ts'

/** An unknown command: one sentence, the nearest known ones, exit code 2. */
const hook: Hook<'command_not_found'> = async ({id, config, argv = []}) => {
  guardOutput()
  const words = [...id.split(':'), ...argv].filter((word) => word !== '--json')
  await writeUnknownCommand(words, config, {json: argv.includes('--json')})
}

export default hook
