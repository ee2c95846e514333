import type {EventEmitter} from 'node:events'
import type {PageData} from '../../core/contract/page-json.ts'
import type {RunningLoad} from './load-desk.ts'

/** What a page is told while it is looked at. */
export interface PageEvents {
  /** There is newer data. */
  readonly change: []
  /** Nothing has changed until this moment, in milliseconds from the beginning of the period. */
  readonly tick: [number]
  /** How the loads are that run. */
  readonly load: [readonly RunningLoad[]]
}

/** Where a page that is served comes from. */
export interface PageSource
  extends Pick<EventEmitter<{[Name in keyof PageEvents]: PageEvents[Name]}>, 'on' | 'off'> {
  /** The newest page; undefined until the first one is made. */
  readonly data: PageData | undefined
}
