import type {VNode} from 'preact'
import {useState} from 'preact/hooks'
import type {RehearsalPageData} from '../core/contract/rehearsal-page-json.ts'
import {App} from './app.ts'
import {h} from './h.ts'
import {en, type Texts} from './texts/en.ts'
import {zh} from './texts/zh.ts'
import {formatMs} from './time.ts'
import {Header, useTheme} from './view/header.ts'

type Rehearsed = RehearsalPageData['rehearsal']
type Case = Rehearsed['cases'][number]

interface TableProps {
  readonly rehearsal: Rehearsed
  /** The cases that have a story. */
  readonly told: readonly number[]
  readonly chosen: number | undefined
  readonly choose: (index: number) => void
  readonly texts: Texts
}

/** The page of a rehearsal: every case in a table, and below it the story of one that was not survived. */
export function Rehearsal({data}: {readonly data: RehearsalPageData}): VNode {
  const {rehearsal, stories} = data
  const told = stories.map((story) => story.case)
  const [chosen, choose] = useState(told[0])
  const story = stories.find((one) => one.case === chosen)
  const table = (texts: Texts) => h(Table, {rehearsal, told, chosen, choose, texts})
  return story === undefined
    ? h(Alone, {rehearsal, table})
    : h(App, {data: story.page, live: undefined, isConnected: false, above: table})
}

/** Everything was survived: there is no story to tell. */
function Alone({
  rehearsal,
  table,
}: {
  readonly rehearsal: Rehearsed
  readonly table: (texts: Texts) => VNode
}): VNode {
  const [language, setLanguage] = useState<'en' | 'zh'>(navigator.language.startsWith('zh') ? 'zh' : 'en')
  const [theme, toggleTheme] = useTheme()
  const texts = language === 'zh' ? zh : en
  return h(
    'main',
    null,
    h(Header, {
      data: {title: rehearsal.of, topology: rehearsal.topology, server: null},
      texts,
      isLive: false,
      isConnected: false,
      theme,
      toggleTheme,
      toggleLanguage: () => setLanguage(language === 'zh' ? 'en' : 'zh'),
    }),
    table(texts),
  )
}

function Table({rehearsal, told, chosen, choose, texts}: TableProps): VNode {
  const {cases, timing, summary, remarks, pairsLeftOut} = rehearsal
  const survived = cases.filter((one) => one.survived).length
  const isFast = timing.factor > 1
  const notes = [
    ...(isFast ? [texts.fasterTimers(timing.factor, timing.downAfterMs, timing.originalDownAfterMs)] : []),
    ...(pairsLeftOut > 0 ? [texts.pairsLeftOut(pairsLeftOut)] : []),
    ...remarks,
  ]
  const titles = [
    texts.caseTitle,
    texts.caseOutage,
    ...(isFast ? [texts.yourTimers] : []),
    texts.caseLost,
    texts.why,
  ]
  return h(
    'section',
    {class: 'card rehearsal'},
    h('h2', null, texts.rehearsed(rehearsal.of, survived, cases.length)),
    summary.length === 0
      ? null
      : h(
          'ul',
          {class: 'down'},
          summary.map((text) => h('li', null, text)),
        ),
    h(
      'table',
      null,
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          ['', ...titles].map((title) => h('th', {scope: 'col'}, title)),
        ),
      ),
      h(
        'tbody',
        null,
        cases.map((one, index) =>
          h(Row, {
            one,
            index,
            isFast,
            isTold: told.includes(index),
            isChosen: index === chosen,
            choose,
            texts,
          }),
        ),
      ),
    ),
    notes.map((note) => h('p', {class: 'quiet'}, note)),
  )
}

interface RowProps {
  readonly one: Case
  readonly index: number
  readonly isFast: boolean
  readonly isTold: boolean
  readonly isChosen: boolean
  readonly choose: (index: number) => void
  readonly texts: Texts
}

function Row({one, index, isFast, isTold, isChosen, choose, texts}: RowProps): VNode {
  const {title, survived, isProtected, outageMs, originalOutageMs, acknowledged, lost, why} = one
  const state = survived ? (isProtected === false ? 'warn' : 'good') : 'bad'
  const told = isTold
    ? h('button', {type: 'button', 'aria-pressed': isChosen, onClick: () => choose(index)}, title)
    : title
  return h(
    'tr',
    {class: `${state}${isChosen ? ' chosen' : ''}`, 'data-case': index},
    h('td', {class: 'mark'}, {good: '✔', warn: '▲', bad: '✖'}[state]),
    h('th', {scope: 'row'}, told),
    h('td', null, outageMs === null ? texts.noEnd : formatMs(outageMs)),
    isFast ? h('td', null, originalOutageMs === null ? '' : formatMs(originalOutageMs)) : null,
    h('td', null, lost === null ? '?' : texts.lostOf(lost, acknowledged)),
    h('td', {class: 'reason'}, why),
  )
}
