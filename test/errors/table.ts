import type {BadInput} from './bad-input.ts'
import {clusters} from './table/clusters.ts'
import {faults} from './table/faults.ts'
import {labs} from './table/labs.ts'
import {links} from './table/links.ts'
import {programs} from './table/programs.ts'
import {up} from './table/up.ts'
import {views} from './table/views.ts'
import {words} from './table/words.ts'

/** Everything that is typed to see what redislab says to it. */
export const badInputs: readonly BadInput[] = [
  ...up,
  ...faults,
  ...links,
  ...clusters,
  ...views,
  ...programs,
  ...labs,
  ...words,
]
