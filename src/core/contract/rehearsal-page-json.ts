import type {JsonOf} from './schemas/json-of.ts'
import type {rehearsalPage} from './schemas/rehearsal-page.ts'

/** What the page of a rehearsal is made of. */
export type RehearsalPageData = JsonOf<typeof rehearsalPage>
