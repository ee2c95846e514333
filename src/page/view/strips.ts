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

/** What clients saw: when no write got through, and when some failed. Undefined where nobody looked. */
export function drawClients(
  model: Model,
  {span, x, top, label, right, texts}: StripPlace,
): Strip | undefined {
  const {outages, loads} = model.data
  const stretches = loads.flatMap(({overTime}) => overTime)
  if (outages.length + stretches.length === 0) return undefined
  const inside = (fromMs: number, toMs: number) => toMs >= span.from && fromMs <= span.to
  const bar = (kind: string, fromMs: number, toMs: number, words: string) => {
    const left = Math.max(x(fromMs), label)
    const width = Math.max(Math.min(x(toMs), right) - left, 1)
    return h('rect', {class: kind, x: left, y: top, width, height: 12, rx: 2}, h('title', null, words))
  }
  const worst = outages.some(({by}) => by === 'load') ? 'load' : 'probe'
  const shown = outages.filter(({by, fromMs, toMs}) => by === worst && inside(fromMs, toMs))
  const served = loads.flatMap(({startedAt, endedAt, kind}) => {
    const [from, to] = [Date.parse(startedAt) - model.origin, Date.parse(endedAt) - model.origin]
    return inside(from, to) ? [bar('served', from, to, kind)] : []
  })
  const failing = stretches.flatMap(({at, ms, errors}) => {
    const from = Date.parse(at) - model.origin
    const count = Object.values(errors).reduce((sum, one) => sum + one, 0)
    return count > 0 && inside(from, from + ms) ? [bar('failing', from, from + ms, texts.errors(count))] : []
  })
  const nodes = [
    h('text', {class: 'strip-name', x: 0, y: top + 10}, texts.clients),
    ...served,
    ...failing,
    ...shown.flatMap(({fromMs, toMs, by}) => {
      const words = (by === 'load' ? texts.outageByLoad : texts.outage)(formatMs(toMs - fromMs))
      const left = Math.max(x(fromMs), label)
      const room = Math.min(x(toMs), right) - left
      return [
        bar('outage', fromMs, toMs, words),
        ...(room > words.length * 6.2 + 12
          ? [h('text', {class: 'outage-text', x: left + 6, y: top + 9.6}, words)]
          : []),
      ]
    }),
  ]
  return {height: 26, nodes: [h('g', {class: 'clients'}, nodes)]}
}
