import type {VNode} from 'preact'
import {h} from '../h.ts'
import {type Arrow, type Entry, lastAt, type Model} from '../model.ts'
import type {Texts} from '../texts/en.ts'
import type {Span} from '../time.ts'
import type {LaneLayout, LaneRow} from './lane-rows.ts'

/** Turns a moment into a place from the left, in pixels. */
export type Scale = (ms: number) => number

/** Above so many, arrows would hide what they show: then they are counted, and the page says so. */
const mostArrows = 160

/** A tick under the band for each line, one at most for each pixel and severity. */
export function drawTicks(
  model: Model,
  {name, top, height, bandHeight}: LaneRow,
  span: Span,
  x: Scale,
): VNode[] {
  const times = model.ticksOf.get(name)
  if (times === undefined) return []
  const bottom = top + (height + bandHeight) / 2 + 1
  return severities.flatMap((severity) => {
    const moments = times[severity]
    let d = ''
    let last = -2
    for (let index = lastAt(moments, span.from - 1e-9, same) + 1; index < moments.length; index++) {
      const ms = moments[index] as number
      if (ms > span.to) break
      const place = Math.round(x(ms))
      if (place - last < 2) continue
      last = place
      d += `M${place} ${bottom}v3`
    }
    return d === '' ? [] : [h('path', {key: severity, class: `tick ${severity}`, d})]
  })
}

const severities = ['info', 'warning', 'error'] as const
const same = (ms: number) => ms

/** What instances did to each other in a span: arrows between their lanes. */
export function drawArrows(
  model: Model,
  {rowOf}: LaneLayout,
  span: Span,
  x: Scale,
  texts: Texts,
): {readonly nodes: readonly VNode[]; readonly kinds: ReadonlySet<Arrow['kind']>; readonly leftOut: number} {
  const shown = model.arrows.filter(
    ({ms, from, to}) => ms >= span.from && ms <= span.to && from !== to && rowOf.has(from) && rowOf.has(to),
  )
  if (shown.length > mostArrows) return {nodes: [], kinds: new Set(), leftOut: shown.length}
  const kinds = new Set(shown.map(({kind}) => kind))
  const nodes = shown.map(({ms, kind, from, to}) => {
    const [a, b] = [rowOf.get(from) as LaneRow, rowOf.get(to) as LaneRow]
    const [left, y1, y2] = [x(ms), a.top + a.height / 2, b.top + b.height / 2]
    const way = Math.sign(y2 - y1)
    const bow = Math.min(5 + Math.abs(y2 - y1) / 9, 22)
    const tip = y2 - way * 4
    return h(
      'g',
      {class: `arrow ${kind}`},
      h('path', {
        d: `M${left} ${y1}C${left + bow} ${y1 + way * 6} ${left + bow} ${tip - way * 10} ${left} ${tip}`,
      }),
      kind === 'cut'
        ? h('path', {class: 'cross', d: `M${left + bow * 0.75 - 3} ${(y1 + y2) / 2 - 3}l6 6m0-6l-6 6`})
        : h('path', {class: 'head', d: `M${left} ${tip + way * 3}l-3 ${-way * 5}h6z`}),
      h('circle', {cx: left, cy: y1, r: 1.8}),
      h('title', null, `${from} ${texts.arrow[kind]} ${to}`),
    )
  })
  return {nodes, kinds, leftOut: 0}
}

interface FaultPlace {
  readonly top: number
  readonly bottom: number
  /** As far as words may go; without it the lines are drawn and no words. */
  readonly right?: number
}

/** The faults of a span: a line each, and above it its words, as far as they do not overlap. */
export function drawFaults(
  model: Model,
  span: Span,
  x: Scale,
  {top, bottom, right}: FaultPlace,
): readonly VNode[] {
  let free = Number.NEGATIVE_INFINITY
  return model.faults
    .filter(({ms}) => ms >= span.from && ms <= span.to)
    .map(({ms, message, event}) => {
      const left = x(ms)
      return h(
        'g',
        {class: `fault ${event?.kind === 'slots-moved' ? 'moved' : ''}`},
        h('path', {d: `M${left} ${top}V${bottom}`}),
        right === undefined ? null : drawWords(message, left, right),
        h('title', null, message),
      )
    })

  function drawWords(message: string, left: number, end: number): VNode | null {
    const words = message.length > 44 ? `${message.slice(0, 43)}…` : message
    const width = words.length * 6.1 + 8
    const begin = Math.min(left - 3, end - width)
    if (begin <= free) return null
    free = begin + width
    return h('text', {x: begin, y: top - 7}, words)
  }
}

/** The instances that a fault was done to. */
export function hitBy({event}: Entry): readonly string[] {
  const names = event?.['instances']
  return typeof names === 'string' ? names.split(' ') : []
}
