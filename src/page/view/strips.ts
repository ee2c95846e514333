import type {VNode} from 'preact'
import {h} from '../h.ts'
import type {Model} from '../model.ts'
import type {Texts} from '../texts/en.ts'
import {formatMs, type Span} from '../time.ts'
import type {Scale} from './lane-marks.ts'

export interface StripPlace {
  readonly span: Span
  readonly x: Scale
  readonly top: number
  readonly label: number
  readonly right: number
  readonly texts: Texts
}

export interface Strip {
  readonly height: number
  readonly nodes: readonly VNode[]
}

interface Stretch {
  readonly from: number
  readonly to: number
  readonly ok: number
  readonly failed: number
}

const barHeight = 12

/** What clients saw: when no write got through, and when some failed. Undefined where nobody looked. */
export function drawClients(model: Model, place: StripPlace): Strip | undefined {
  const {span, x, top, label, right, texts} = place
  const {outages, loads, running} = model.data
  const stretches = [...loads, ...running]
    .flatMap(({overTime}) => overTime)
    .map(({at, ms, succeeded, errors}): Stretch => {
      const from = Date.parse(at) - model.origin
      const failed = Object.values(errors).reduce((sum, one) => sum + one, 0)
      return {from, to: from + ms, ok: succeeded, failed}
    })
  if (outages.length + stretches.length === 0) return undefined
  const inside = (from: number, to: number) => to >= span.from && from <= span.to
  const bar = (kind: string, from: number, to: number, {share = 1, words = ''}) => {
    const left = Math.max(x(from), label)
    const width = Math.max(Math.min(x(to), right) - left, 1)
    return h(
      'rect',
      {class: kind, x: left, y: top, width, height: barHeight * share},
      h('title', null, words),
    )
  }
  const worst = outages.some(({by}) => by === 'load') ? 'load' : 'probe'
  const shown = outages.filter(({by, fromMs, toMs}) => by === worst && inside(fromMs, toMs))
  const ended = Math.max(0, ...loads.map(({endedAt}) => Date.parse(endedAt) - model.origin))
  const nodes = [
    h('text', {class: 'strip-name', x: 0, y: top + 10}, texts.clients),
    ...stretches
      .filter(({from, to, ok, failed}) => inside(from, to) && ok + failed > 0)
      .flatMap(({from, to, ok, failed}) => {
        // The last stretch of a load that has ended is not over yet.
        const end = running.length === 0 ? Math.min(to, ended) : to
        const words = texts.load(ok, failed)
        const share = failed / (ok + failed)
        return [
          bar('served', from, end, {words}),
          ...(failed === 0
            ? []
            : [bar(ok === 0 ? 'outage' : 'failing', from, end, {share: Math.max(share, 0.25), words})]),
        ]
      }),
    ...shown.flatMap(({fromMs, toMs, by}) => {
      const words = (by === 'load' ? texts.outageByLoad : texts.outage)(formatMs(toMs - fromMs))
      const left = Math.max(x(fromMs), label)
      const room = Math.min(x(toMs), right) - left
      return [
        bar('outage', fromMs, toMs, {words}),
        ...(room > words.length * 6.2 + 12
          ? [h('text', {class: 'outage-text', x: left + 6, y: top + 9.6}, words)]
          : []),
      ]
    }),
  ]
  return {height: 26, nodes: [h('g', {class: 'clients', 'data-strip': 'clients'}, nodes)]}
}
