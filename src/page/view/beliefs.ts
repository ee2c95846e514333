import type {VNode} from 'preact'
import {h} from '../h.ts'
import {bandAt, type View, viewsAt} from '../model.ts'
import type {Context} from './context.ts'

/** What each sentinel, or each node of a cluster, believed of each master at a moment. Where they differ stands out. */
export function Beliefs({model, state, texts}: Context): VNode {
  const {viewers, data} = model
  if (viewers.length === 0) return h('p', {class: 'quiet'}, texts.noViewers)
  const views = viewsAt(model, state.t)
  const runs = (name: string) =>
    !/dead|stopped|paused|absent/.test(bandAt(model, name, state.t)?.state ?? 'absent')
  const running = viewers.filter(({name}) => runs(name))
  const columns = data.groups.map(({name: group, slots}) => {
    const said = running.map(({name}) => views.get(`${name} ${group}`)?.master ?? null)
    return {
      group,
      slots,
      most: mostOf(said),
      isSplit: new Set(said.filter((one) => one !== null)).size > 1,
      hasGap: said.includes(null),
    }
  })
  const isSplit = columns.some((column) => column.isSplit)
  const hasGap = columns.some((column) => column.hasGap)
  const doubts = running.some(({name}) =>
    data.groups.some(({name: group}) => (views.get(`${name} ${group}`)?.doubt ?? 'none') !== 'none'),
  )
  const verdict = verdictOf()
  const tone = isSplit ? 'differ' : hasGap || doubts || running.length === 0 ? 'open' : 'agree'
  return h(
    'div',
    {class: 'beliefs'},
    h(
      'p',
      {class: `verdict ${tone}`, 'data-verdict': isSplit ? 'differ' : hasGap ? 'open' : 'agree'},
      verdict,
    ),
    h(
      'div',
      {class: 'scroll'},
      h(
        'table',
        null,
        h(
          'thead',
          null,
          h(
            'tr',
            null,
            h('td', null),
            columns.map(({group, slots}) =>
              h('th', {scope: 'col', key: group}, slots === null ? group : `${group}`),
            ),
          ),
        ),
        h(
          'tbody',
          null,
          viewers.map(({name}) =>
            h(
              'tr',
              {key: name, class: runs(name) ? '' : 'away', 'data-viewer': name},
              h('th', {scope: 'row'}, name),
              columns.map(({group, most, isSplit: differs}) =>
                h(Cell, {
                  key: group,
                  view: views.get(`${name} ${group}`),
                  isOdd: differs && runs(name) && views.get(`${name} ${group}`)?.master !== most,
                  isCluster: data.mode === 'cluster',
                  texts,
                }),
              ),
            ),
          ),
        ),
      ),
    ),
  )

  function verdictOf(): string {
    if (running.length === 0) return texts.nobody
    if (isSplit) return texts.differ
    if (hasGap) return texts.notAll
    if (!doubts) return texts.agree(running.length)
    return columns.length > 1 ? texts.doubtedOfMany(running.length) : texts.doubted(running.length)
  }
}

function Cell({
  view,
  isOdd,
  isCluster,
  texts,
}: {
  view: View | undefined
  isOdd: boolean
  isCluster: boolean
  texts: Context['texts']
}): VNode {
  if (view === undefined) return h('td', {class: 'quiet'}, '–')
  const {master, doubt, epoch, vote} = view
  const words = isCluster
    ? {subjective: texts.pfail, objective: texts.fail}
    : {subjective: texts.sdown, objective: texts.odown}
  const details = [
    epoch === null || epoch === 0 ? '' : texts.epoch(epoch),
    vote === null ? '' : texts.vote(vote),
  ]
  return h(
    'td',
    {class: isOdd ? 'odd' : '', 'data-master': master ?? ''},
    h('b', {class: master === null ? 'quiet' : ''}, master ?? texts.notLogged),
    doubt === 'none' ? null : h('em', {class: doubt}, words[doubt]),
    details.some((one) => one !== '')
      ? h('small', null, details.filter((one) => one !== '').join(' · '))
      : null,
  )
}

/** What most say; of those that are said as often, the first. */
function mostOf(said: readonly (string | null)[]): string | undefined {
  const counts = new Map<string, number>()
  for (const one of said) if (one !== null) counts.set(one, (counts.get(one) ?? 0) + 1)
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0]
}
