import type {VNode} from 'preact'
import {useState} from 'preact/hooks'
import {h} from '../h.ts'
import {bandAt, type View, viewsAt} from '../model.ts'
import {type BeliefColumn, type BeliefRow, columnsOf, columnsThatMatter, rowsOf} from './belief-rows.ts'
import type {Context} from './context.ts'

/** So many names stand in a row of those that believe the same; the others are shown on request. */
const mostNames = 4

/**
 * What each sentinel, or each node of a cluster, believed of each master at a moment. Where they differ stands out; of many, those
 * that believe the same are one row, and what all agree on is counted.
 */
export function Beliefs({model, state, texts}: Context): VNode {
  const {viewers, data} = model
  const [showsAll, setShowsAll] = useState(false)
  if (viewers.length === 0) return h('p', {class: 'quiet'}, texts.noViewers)
  const views = viewsAt(model, state.t)
  const runs = (name: string) =>
    !/dead|stopped|paused|absent/.test(bandAt(model, name, state.t)?.state ?? 'absent')
  const names = viewers.map(({name}) => name)
  const running = names.filter(runs)
  const all = columnsOf(data.groups, running, views)
  const lost = model.incidents[state.incident]?.oldMaster
  const group = data.instances.find(({name}) => name === lost)?.group ?? undefined
  const mattering = columnsThatMatter(all, group)
  const hidden = all.filter((column) => !mattering.includes(column))
  const columns = showsAll ? all : mattering
  const rows = rowsOf(names, runs, columns, views)
  const isSplit = all.some((column) => column.isSplit)
  const hasGap = all.some((column) => column.hasGap)
  const doubts = all.some(({isDoubted}) => isDoubted)
  const tone = isSplit ? 'differ' : hasGap || doubts || running.length === 0 ? 'open' : 'agree'
  return h(
    'div',
    {class: 'beliefs'},
    h(
      'p',
      {class: `verdict ${tone}`, 'data-verdict': isSplit ? 'differ' : hasGap ? 'open' : 'agree'},
      verdictOf(),
    ),
    columns.length === 0
      ? null
      : h(
          'div',
          {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': texts.beliefs},
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
                columns.map(({group}) => h('th', {scope: 'col', key: group}, group)),
              ),
            ),
            h('tbody', null, rows.map(drawRow)),
          ),
        ),
    hidden.length === 0
      ? null
      : h(
          'p',
          {class: 'quiet alike', 'data-hidden': hidden.length},
          texts.alike(hidden.length, all.length, hidden.filter(isAgreed).length, data.mode === 'cluster'),
          ' ',
          h('button', {type: 'button', onClick: () => setShowsAll(!showsAll)}, texts.showAlike(showsAll)),
        ),
  )

  function drawRow({names: alike, isRunning}: BeliefRow): VNode {
    const [name = ''] = alike
    return h(
      'tr',
      {key: name, class: isRunning ? '' : 'away', 'data-viewer': name, 'data-count': alike.length},
      h('th', {scope: 'row'}, alike.length === 1 ? name : h(Names, {names: alike, texts})),
      columns.map(({group, most, isSplit: differs}) =>
        h(Cell, {
          key: group,
          view: views.get(`${name} ${group}`),
          isOdd: differs && isRunning && views.get(`${name} ${group}`)?.master !== most,
          isCluster: data.mode === 'cluster',
          texts,
        }),
      ),
    )
  }

  function verdictOf(): string {
    if (running.length === 0) return texts.nobody
    if (isSplit) return texts.differ
    if (hasGap) return texts.notAll
    if (!doubts) return texts.agree(running.length)
    return all.length > 1 ? texts.doubtedOfMany(running.length) : texts.doubted(running.length)
  }
}

function isAgreed({isSplit, hasGap, isDoubted}: BeliefColumn): boolean {
  return !isSplit && !hasGap && !isDoubted
}

/** How many they are, and the first of them; on request all. */
function Names({names, texts}: {names: readonly string[]; texts: Context['texts']}): VNode {
  const isShort = names.length <= mostNames
  const first = (isShort ? names : names.slice(0, mostNames - 1)).join(', ')
  if (isShort) return h('span', null, h('b', null, `${names.length}×`), ' ', first)
  return h(
    'details',
    {class: 'names'},
    h('summary', null, h('b', null, `${names.length}×`), ' ', first, ' …'),
    h(
      'span',
      {'aria-label': texts.morePlaces(names.length - mostNames + 1)},
      names.slice(mostNames - 1).join(', '),
    ),
  )
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
