import type {VNode} from 'preact'
import {h} from '../h.ts'
import {lastAt} from '../model.ts'
import {type State, spanOf} from '../state.ts'
import {clampSpan, formatClock, formatOffset, zoomSpan} from '../time.ts'
import {type Context, zeroOf} from './context.ts'

export const speeds = [0.1, 1, 10] as const

/** What keys and buttons do to the moment and to the span. */
export function commandsOf({model, state, set}: Context) {
  const {t, span} = state
  const whole = {from: 0, to: model.data.period.toMs}
  const incident = model.incidents[state.incident]
  const go = (ms: number) => {
    const isSeen = ms >= span.from && ms <= span.to
    const half = (span.to - span.from) / 2
    const next = isSeen ? span : clampSpan({from: ms - half, to: ms + half}, whole)
    set({t: ms, span: next, isFollowing: false, isPlaying: false})
  }
  return {
    go,
    before: () => {
      const index = lastAt(model.entries, t - 0.5, ({ms}) => ms)
      go(model.entries[index]?.ms ?? 0)
    },
    after: () => {
      const index = lastAt(model.entries, t + 0.5, ({ms}) => ms)
      go(model.entries[index + 1]?.ms ?? whole.to)
    },
    toggle: () =>
      set({isPlaying: !state.isPlaying, isFollowing: false, ...(t >= span.to ? {t: span.from} : {})}),
    zoom: (factor: number) =>
      set({span: clampSpan(zoomSpan(span, factor, Math.min(Math.max(t, span.from), span.to)), whole)}),
    whole: () => set({span: whole}),
    incident: () => {
      if (incident !== undefined) set({span: spanOf(incident, whole), t: incident.ms, isFollowing: false})
    },
    now: () => set({isFollowing: true, isPlaying: false, t: whole.to, span: whole}),
  }
}

/** The moment, and how to change it. */
export function Controls(context: Context): VNode {
  const {model, state, texts, set, live} = context
  const commands = commandsOf(context)
  const {t, span, speed, isPlaying, isFollowing} = state
  const button = (label: string, text: string, onClick: () => void, more: object = {}) =>
    h('button', {type: 'button', 'aria-label': label, title: label, onClick, ...more}, text)
  return h(
    'div',
    {class: 'controls'},
    h(
      'div',
      {class: 'group'},
      button(texts.before, '‹', commands.before),
      button(isPlaying ? texts.pause : texts.play, isPlaying ? '❚❚' : '▶', commands.toggle, {class: 'play'}),
      button(texts.after, '›', commands.after),
      h(
        'select',
        {
          'aria-label': texts.speed,
          value: String(speed),
          onChange: (event: Event) => set({speed: Number((event.currentTarget as HTMLSelectElement).value)}),
        },
        speeds.map((one) => h('option', {value: String(one)}, `${one}×`)),
      ),
    ),
    h('input', {
      type: 'range',
      'aria-label': texts.moment,
      'aria-valuetext': formatClock(model.origin + t),
      min: span.from,
      max: span.to,
      step: 'any',
      value: Math.min(Math.max(t, span.from), span.to),
      onInput: (event: Event) =>
        set({
          t: Number((event.currentTarget as HTMLInputElement).value),
          isFollowing: false,
          isPlaying: false,
        }),
    }),
    h(
      'output',
      null,
      h('b', null, formatOffset(t - zeroOf(context), 10)),
      h('small', null, formatClock(model.origin + t)),
    ),
    h(
      'div',
      {class: 'group'},
      button(texts.zoomOut, '−', () => commands.zoom(1.6)),
      button(texts.zoomIn, '+', () => commands.zoom(1 / 1.6)),
      model.incidents.length === 0
        ? null
        : h('button', {type: 'button', onClick: commands.incident}, texts.thisIncident),
      h('button', {type: 'button', onClick: commands.whole}, texts.whole),
      live === undefined
        ? null
        : h('button', {type: 'button', 'aria-pressed': isFollowing, onClick: commands.now}, texts.now),
    ),
  )
}

/** What the keys do; those of a field or a list stay its own. */
export function onKey(event: KeyboardEvent, context: Context): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (/^(?:INPUT|SELECT|TEXTAREA)$/.test((event.target as Element).tagName)) return
  const commands = commandsOf(context)
  const isButton = /^(?:BUTTON|SUMMARY)$/.test((event.target as Element).tagName)
  const deeds: Readonly<Record<string, () => void>> = {
    ArrowLeft: commands.before,
    ArrowRight: commands.after,
    Home: () => commands.go(context.state.span.from),
    End: () => commands.go(context.state.span.to),
    '+': () => commands.zoom(1 / 1.6),
    '-': () => commands.zoom(1.6),
    0: commands.whole,
    f: commands.incident,
    ...(isButton ? {} : {' ': commands.toggle}),
  }
  const deed = deeds[event.key]
  if (deed === undefined) return
  event.preventDefault()
  deed()
}

/** Where the moment is after so many milliseconds of playing. Undefined once the end of the span is reached. */
export function played({t, speed, span}: State, elapsedMs: number): number | undefined {
  const next = t + elapsedMs * speed
  return next >= span.to ? undefined : next
}
