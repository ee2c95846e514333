import type {VNode} from 'preact'
import {useCallback, useEffect, useMemo, useState} from 'preact/hooks'
import type {PageData} from '../core/contract/page-json.ts'
import {h} from './h.ts'
import type {Live} from './live.ts'
import {makeModel, stretchOf} from './model.ts'
import {firstState, type State, spanOf} from './state.ts'
import {en, type Texts} from './texts/en.ts'
import {zh} from './texts/zh.ts'
import {formatDay} from './time.ts'
import {useFollowing, useHash, useKeys, useNewStory, usePlaying} from './use-state.ts'
import {Beliefs} from './view/beliefs.ts'
import type {Context} from './view/context.ts'
import {Controls, commandsOf} from './view/controls.ts'
import {Header, useTheme} from './view/header.ts'
import {Lab} from './view/lab.ts'
import {Lanes} from './view/lanes.ts'
import {Lines} from './view/lines.ts'
import {Loads} from './view/loads.ts'
import {NodePanel} from './view/node-panel.ts'
import {Phases} from './view/phases.ts'
import {Topology} from './view/topology.ts'
import {Findings, Why} from './view/why.ts'

export interface AppProps {
  readonly data: PageData
  readonly live: Live | undefined
  readonly isConnected: boolean
  /** What stands above the story. */
  readonly above?: (texts: Texts) => VNode
}

/** The whole page. */
export function App({data, live, isConnected, above}: AppProps): VNode {
  const model = useMemo(() => makeModel(data), [data])
  const [state, setState] = useState<State>(() => firstState(model, location.hash, live !== undefined))
  const set = useCallback((change: Partial<State>) => setState((before) => ({...before, ...change})), [])
  const [language, setLanguage] = useState<'en' | 'zh'>(
    data.lab?.language ?? (navigator.language.startsWith('zh') ? 'zh' : 'en'),
  )
  const [theme, toggleTheme] = useTheme()
  const texts = language === 'zh' ? zh : en
  const context: Context = {model, state, texts, set, live}

  useFollowing(model, live !== undefined, setState)
  useNewStory(model, live !== undefined, setState)
  usePlaying(state, set)
  useHash(state, model, set)
  useKeys(context)
  useEffect(() => {
    document.documentElement.lang = language
    document.title = `${data.title} – redislab`
  }, [language, data.title])

  const incident = model.incidents[state.incident]
  // While it plays the moment moves with each frame: what does not change with it is not compared again.
  const topology = useMemo(
    () => h(Topology, context),
    [model, texts, state.node, stretchOf(model.topologyTimes, state.t)],
  )
  const beliefs = useMemo(
    () => h(Beliefs, context),
    [model, texts, state.incident, stretchOf(model.beliefTimes, state.t)],
  )
  const why = useMemo(
    () =>
      incident === undefined
        ? null
        : h('section', {class: 'card'}, h('h2', null, texts.why), h(Why, context)),
    [model, texts, state.incident],
  )
  const findings = useMemo(
    () =>
      data.findings.some(({severity}) => severity !== 'harmless')
        ? h('section', {class: 'card'}, h('h2', null, texts.findings), h(Findings, context))
        : null,
    [model, texts],
  )
  // While it plays, a reader cannot follow more than some eight moves a second.
  const step = state.isPlaying ? 120 * state.speed : 0
  const lines = useMemo(
    () => h(Lines, context),
    [model, texts, state.node, state.incident, step === 0 ? state.t : Math.floor(state.t / step), step],
  )
  // Beside nothing, lines have the whole width.
  const hasStory = why !== null || findings !== null
  const loads = live === undefined ? h(Loads, context) : null
  const lab = useMemo(() => (data.lab === null ? null : h(Lab, context)), [data.lab, texts, live])
  return h(
    'main',
    {class: `${data.lab === null ? '' : 'with-lab'} ${live === undefined ? '' : 'is-live'}`},
    h(Header, {
      data,
      texts,
      isLive: live !== undefined,
      isConnected,
      theme,
      toggleTheme,
      toggleLanguage: () => setLanguage(language === 'zh' ? 'en' : 'zh'),
    }),
    above === undefined ? null : above(texts),
    h(
      'section',
      {class: 'story'},
      h('h1', null, incident?.summary ?? headlineOf(data, texts)),
      model.incidents.length < 2
        ? null
        : h(
            'select',
            {
              'aria-label': texts.incident,
              value: String(state.incident),
              onChange: (event: Event) => {
                const index = Number((event.currentTarget as HTMLSelectElement).value)
                const chosen = model.incidents[index]
                if (chosen === undefined) return
                set({
                  incident: index,
                  span: spanOf(chosen, {from: 0, to: data.period.toMs}),
                  t: chosen.ms,
                  isFollowing: false,
                })
              },
            },
            model.incidents.map(({summary}, index) =>
              h('option', {value: String(index)}, `${index + 1}. ${summary}`),
            ),
          ),
      incident === undefined ? null : h(Phases, {incident, texts, onMoment: commandsOf(context).go}),
      data.leftOut === 0 ? null : h('p', {class: 'left-out', role: 'note'}, texts.leftOut(data.leftOut)),
    ),
    h(
      'div',
      {class: 'layout'},
      lab,
      h(
        'div',
        {class: 'body'},
        h('div', {class: 'card stage'}, h(Lanes, context), h(Controls, context)),
        h(
          'div',
          {class: 'pair'},
          h(
            'div',
            {class: 'stack'},
            h('section', {class: 'card'}, h('h2', null, texts.topology), topology, h(NodePanel, context)),
            live === undefined ? null : h(Loads, context),
            why,
            findings,
          ),
          h(
            'div',
            {class: 'stack'},
            h('section', {class: 'card'}, h('h2', null, texts.beliefs), beliefs),
            hasStory ? [lines, loads] : null,
          ),
        ),
        hasStory ? null : h('div', {class: 'below'}, lines, loads),
      ),
    ),
    h(
      'footer',
      null,
      h('span', null, texts.madeBy(formatDay(Date.parse(data.madeAt)))),
      h('span', null, texts.keys),
    ),
  )
}

/** What a page without a failover is about: a lab, or the gravest finding. */
function headlineOf({findings, deployment, lab, entries}: PageData, texts: Texts): string {
  if (lab !== null) return lab.title
  const found = findings.find(({severity}) => severity === 'cause' || deployment === null)
  const hasMoved = entries.some(({event}) => event?.kind === 'slots-moved')
  return found?.title ?? (deployment === null ? texts.noFindings : hasMoved ? texts.moved : texts.healthy)
}
