import {Flags} from '@oclif/core'
import {RedislabError} from '../../core/errors/errors.ts'
import {messageOf} from '../../core/errors/message-of.ts'
import {boundRegexes} from './v8-flags.ts'

/** A regular expression as JavaScript has them. */
export const regexFlag = Flags.custom<RegExp>({
  helpValue: 'RE',
  parse: async (text) => {
    boundRegexes()
    try {
      return new RegExp(text)
    } catch (error) {
      const message = messageOf(error)
      // The message repeats the pattern: "Invalid regular expression: /(/: Unterminated group".
      const reason = message.slice(message.lastIndexOf(': ') + 2)
      throw new RedislabError('OPTION_INVALID', `"${text}" is not a regular expression: ${reason}.`, {
        suggestions: ['A backslash takes the meaning from a sign: \\[ \\( \\+ \\* \\?'],
      })
    }
  },
})
