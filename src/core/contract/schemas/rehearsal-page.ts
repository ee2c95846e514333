import {z} from 'zod'
import {page} from './page.ts'
import {rehearsal} from './rehearsal.ts'
import {count} from './words.ts'

/** The data in the file that `rehearse --html` writes. */
export const rehearsalPage = z.strictObject({
  format: z.literal(1),
  rehearsal,
  stories: z
    .array(z.strictObject({case: count.describe('The place of the case in rehearsal.cases, from 0.'), page}))
    .describe('What happened in the cases that were not survived.'),
})
