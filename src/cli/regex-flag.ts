import {Flags} from '@oclif/core'
import {RedislabError} from '../core/errors.ts'

/** A regular expression as JavaScript has them. */
export const regexFlag = Flags.custom<RegExp>({
  helpValue: 'RE',
  parse: async (text) => {
    try {
      return new RegExp(text)
    } catch (error) {
      const reason =
        error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error)
      throw new RedislabError('OPTION_INVALID', `"${text}" is not a regular expression: ${reason}.`)
    }
  },
})
