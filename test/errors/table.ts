import type {BadInput} from './bad-input.ts'
import {clusters} from './table/clusters.ts'
import {commandFaults} from './table/command-faults.ts'
import {conf} from './table/conf.ts'
import {evidence} from './table/evidence.ts'
import {labs} from './table/labs.ts'
import {links} from './table/links.ts'
import {processFaults} from './table/process-faults.ts'
import {programs} from './table/programs.ts'
import {serverChoice} from './table/server-choice.ts'
import {up} from './table/up.ts'
import {views} from './table/views.ts'
import {words} from './table/words.ts'

/** Everything that is typed to see what redislab says to it. */
export const badInputs: readonly BadInput[] = [
  ...up,
  ...conf,
  ...serverChoice,
  ...processFaults,
  ...commandFaults,
  ...links,
  ...clusters,
  ...views,
  ...evidence,
  ...programs,
  ...labs,
  ...words,
]
