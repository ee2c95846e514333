import type {RehearsalPageData} from '../../core/contract/rehearsal-page-json.ts'
import {collectPage} from '../../engine/page/collect-page.ts'
import {renderPage} from '../../engine/page/render-page.ts'
import type {CaseEvent} from '../../runner/rehearse.ts'
import {writeReport} from './write-report.ts'

/** The journal line of a fault may be a moment older than what the clients were told to count from. */
const beforeMs = 300

/** Keeps what happened in the cases of a rehearsal that were not survived, and makes a page of it. */
export class RehearsalStories {
  readonly #of: string
  readonly #stories: RehearsalPageData['stories'][number][] = []

  /** @param of what is rehearsed */
  constructor(of: string) {
    this.#of = of
  }

  /** Takes the end of a case in, while its twin is as the case has left it. */
  async take(event: Extract<CaseEvent, {readonly kind: 'case-ended'}>): Promise<void> {
    const {index, result, deployment, reports, sinceMs, signal} = event
    if (result.survived) return
    const page = await collectPage(deployment, {
      sinceMs: sinceMs - beforeMs,
      loads: reports,
      // What is wrong with the original is said of the original.
      findings: [],
      signal,
    })
    this.#stories.push({case: index, page: {...page, title: `${this.#of}: ${result.title}`}})
  }

  /**
   * Writes the page.
   *
   * @throws RedislabError OPTION_INVALID when it cannot be written
   */
  async write(file: string, rehearsal: RehearsalPageData['rehearsal']): Promise<void> {
    const stories = this.#stories.toSorted((a, b) => a.case - b.case)
    await writeReport(file, await renderPage({format: 1, rehearsal, stories}))
  }
}
