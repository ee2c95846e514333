import type {Picture} from '../picture/picture.ts'
import type {JsonOf} from './schemas/json-of.ts'
import type {page} from './schemas/page.ts'

/** What a page is made of. */
export type PageData = JsonOf<typeof page>

/** What is drawn, as a page has it: with times from the beginning of its period. */
export type PagePicture = Pick<PageData, 'bands' | 'follows' | 'arrows' | 'views' | 'links' | 'outages'>

/**
 * Describes a picture for a page.
 *
 * @param origin the beginning of the period of the page, in milliseconds since 1970
 */
export function describePicture(picture: Picture, origin: number): PagePicture {
  // What was so before the period was so at its beginning.
  const since = (at: number) => Math.max(at - origin, 0)
  return {
    bands: picture.bands
      .filter(({to}) => to > origin)
      .map(({instance, from, to, state, isCutOff}) => ({
        instance,
        fromMs: since(from),
        toMs: since(to),
        state,
        cutOff: isCutOff,
      })),
    follows: picture.follows.map(({at, instance, of, isUp}) => ({ms: since(at), instance, of, up: isUp})),
    arrows: picture.arrows
      .filter(({at}) => at >= origin)
      .map(({at, kind, from, to}) => ({ms: since(at), kind, from, to})),
    views: picture.views.map(({at, viewer, group, master, doubt, epoch, vote}) => ({
      ms: since(at),
      viewer,
      group,
      master,
      doubt,
      epoch,
      vote,
    })),
    links: picture.held
      .filter(({until}) => until === null || until > origin)
      .map(({from, to, since: begin, until, isCut}) => ({
        fromMs: since(begin),
        toMs: until === null ? null : since(until),
        from,
        to,
        cut: isCut,
      })),
    outages: picture.outages
      .filter(({to}) => to > origin)
      .map(({from, to, by}) => ({fromMs: since(from), toMs: since(to), by})),
  }
}
