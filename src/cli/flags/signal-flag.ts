import os from 'node:os'
import {Flags} from '@oclif/core'
import {RedislabError} from '../../core/errors/errors.ts'
import {doesEndServer} from '../../core/faults/ending-signals.ts'
import {notEnding} from '../../engine/instances/process-faults.ts'

/** A signal by name (SIGTERM, term) or number (15). */
export const signalFlag = Flags.custom<NodeJS.Signals>({
  char: 's',
  helpValue: 'SIGTERM',
  parse: async (text) => {
    const names = Object.entries(os.constants.signals)
    const upper = text.toUpperCase()
    const found = names.find(
      ([name, number]) => name === upper || name === `SIG${upper}` || String(number) === text,
    )
    if (found === undefined) {
      throw new RedislabError('OPTION_INVALID', `"${text}" is not a signal of this system.`, {
        suggestions: ['Such as SIGKILL, SIGTERM, SIGSEGV.'],
      })
    }
    const name = found[0] as NodeJS.Signals
    if (doesEndServer(name)) return name
    const instead = {SIGSTOP: 'pause', SIGTSTP: 'pause', SIGCONT: 'resume'}[name as string]
    if (instead === undefined) throw notEnding(name)
    throw new RedislabError('OPTION_INVALID', `${name} does not end a server.`, {
      suggestions: [`Use redislab ${instead}.`],
    })
  },
})
