import {Flags} from '@oclif/core'

/** `--html FILE`: what a command shows, as a page. */
export const htmlFlag = Flags.custom<string>({
  summary:
    'Also write a page to this file: lanes, topology, who believes what, and why. It opens in any browser.',
  helpValue: 'FILE',
})
