import {Flags} from '@oclif/core'

/** Whether addresses and names are hidden, and where it is kept what stands in their place. */
export const redactFlags = {
  redact: Flags.boolean({
    summary:
      'Replace addresses, names of hosts, nodes and masters, and paths by others, the same by the same.',
  }),
  'redact-map': Flags.string({
    summary:
      'Write what stands in the place of what to this file, which only you can read. Implies --redact.',
    helpValue: 'FILE',
  }),
}
