import v8 from 'node:v8'
import {Flags} from '@oclif/core'
import {RedislabError} from '../core/errors.ts'

/** A regular expression as JavaScript has them. */
export const regexFlag = Flags.custom<RegExp>({
  helpValue: 'RE',
  parse: async (text) => {
    // An expression such as (a+)+$ would backtrack for ever, deaf to Ctrl-C. V8 then goes on with an engine that needs
    // no more than linear time; only expressions with look-around or back-references it cannot run so.
    v8.setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks')
    try {
      return new RegExp(text)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      // The message repeats the pattern: "Invalid regular expression: /(/: Unterminated group".
      const reason = message.slice(message.lastIndexOf(': ') + 2)
      throw new RedislabError('OPTION_INVALID', `"${text}" is not a regular expression: ${reason}.`)
    }
  },
})
