import type {VNode} from 'preact'
import {h} from '../h.ts'
import type {Arrow, Model} from '../model.ts'
import type {Texts} from '../texts/en.ts'
import {formatClock, formatMs, formatOffset, type Span, ticksOf} from '../time.ts'
import {drawLags, drawOffsets} from './curves.ts'
import {drawArrows, drawFaults, drawTicks, hitBy, type Scale} from './lane-marks.ts'
import type {LaneLayout, LaneRow} from './lane-rows.ts'
import {drawPhaseBar} from './phases.ts'
import {drawClients, type Strip} from './strips.ts'

/** What is left free on the right, in pixels. */
export const pad = 14

/** What the drawing of the lanes depends on. */
export interface Drawn {
  readonly model: Model
  readonly layout: LaneLayout
  readonly span: Span
  readonly node: string | null
  readonly zero: number
  readonly texts: Texts
  readonly x: Scale
  readonly width: number
  readonly label: number
  readonly head: number
  readonly incident: number
}

/** What is drawn above the lanes, of them and below them. */
export interface Drawing {
  readonly head: readonly (VNode | null)[]
  readonly lanes: readonly (VNode | null)[]
  readonly foot: readonly (VNode | null)[]
  /** Without the axis, in pixels. */
  readonly footHeight: number
  readonly kinds: ReadonlySet<Arrow['kind']>
  readonly leftOut: number
}

/** Draws all that happened to the instances in a span, and what clients saw of it. */
export function drawLanes(drawn: Drawn): Drawing {
  const {model, layout, span, node, zero, texts, x, width, label, head} = drawn
  const right = width - pad
  const strips: Strip[] = []
  for (const draw of [drawClients, drawOffsets, drawLags]) {
    const top = strips.reduce((sum, strip) => sum + strip.height, 8)
    const strip = draw(model, {span, x, top, label, right, texts})
    if (strip !== undefined) strips.push(strip)
  }
  const footHeight = strips.reduce((sum, strip) => sum + strip.height, 6)
  const arrows = drawArrows(model, layout, span, x, texts)
  const isCounted = model.incidents.length > 0
  // Times of the day are round ones, too.
  const ticks = ticksOf(span, (right - label) / 90, isCounted ? zero : -(model.origin % 3_600_000))
  const grid = (from: number, to: number) =>
    h(
      'g',
      {class: 'axis'},
      ticks.map((ms) => h('path', {d: `M${x(ms)} ${from}V${to}`})),
    )
  return {
    head: [
      drawPhaseBar(model.incidents[drawn.incident], {x, top: head - 16, left: label, right}),
      ...drawFaults(model, span, x, {top: head - 20, bottom: head, right}),
    ],
    lanes: [
      grid(0, layout.height),
      ...layout.rows.flatMap((row) => drawLane(row, {...drawn, isChosen: node === row.name, right})),
      ...arrows.nodes,
      ...model.faults.flatMap((fault) => drawHits(fault, layout, span, x)),
      ...drawFaults(model, span, x, {top: 0, bottom: layout.height}),
    ],
    foot: [
      grid(0, footHeight),
      drawTimes(ticks, {...drawn, top: footHeight + 15, right, isCounted, zero}),
      ...strips.flatMap((strip) => strip.nodes),
    ],
    footHeight,
    kinds: arrows.kinds,
    leftOut: arrows.leftOut,
  }
}

/** The times below the lanes. One at an end of the axis is moved inwards, where it does not run into the next one. */
function drawTimes(
  ticks: readonly number[],
  {
    model,
    span,
    x,
    label,
    top,
    right,
    isCounted,
    zero,
  }: Drawn & {readonly top: number; readonly right: number; readonly isCounted: boolean},
): VNode {
  const precision = (span.to - span.from) / 6
  const half = isCounted ? 18 : 32
  const clock = (ms: number) =>
    formatClock(model.origin + ms).slice(0, precision < 250 ? -1 : precision < 1500 ? -2 : -4)
  return h(
    'g',
    {class: 'axis'},
    ticks.map((ms) =>
      h(
        'text',
        {x: Math.min(Math.max(x(ms), label + 12), right + pad - half), y: top, 'text-anchor': 'middle'},
        isCounted ? formatOffset(ms - zero, precision) : clock(ms),
      ),
    ),
  )
}

function drawLane(
  row: LaneRow,
  {model, span, x, texts, label, right, isChosen}: Drawn & {isChosen: boolean; right: number},
): VNode[] {
  const {name, top, height, bandHeight} = row
  const y = top + (height - bandHeight) / 2
  const bands = (model.bandsOf.get(name) ?? []).filter(
    ({fromMs, toMs}) => toMs >= span.from && fromMs <= span.to,
  )
  const isSilent = !model.bandsOf.has(name) && model.data.deployment === null
  return [
    ...(isSilent ? [h('text', {class: 'silent', x: label + 6, y: top + height / 2 + 4}, texts.noLog)] : []),
    ...(isChosen
      ? [h('rect', {class: 'chosen', x: label - 4, y: top, width: right - label + 8, height, rx: 3})]
      : []),
    ...bands.flatMap(({fromMs, toMs, state, cutOff}) => {
      const left = Math.max(x(fromMs), label)
      const size = Math.max(Math.min(x(toMs), right) - left, 1)
      const what = `${name}: ${texts.state[state]}${cutOff ? `, ${texts.cutOff}` : ''}, ${formatMs(toMs - fromMs)}`
      const place = {x: left, y, width: size, height: bandHeight, rx: Math.min(2, size / 2)}
      return [
        h(
          'rect',
          {class: `band ${state}`, 'data-band': name, 'data-state': state, ...place},
          h('title', null, what),
        ),
        cutOff ? h('rect', {class: 'cut-off', ...place}, h('title', null, what)) : null,
        size > 64 && bandHeight > 10
          ? h('text', {class: `band-text ${state}`, x: left + 8, y: y + bandHeight - 2.6}, texts.state[state])
          : null,
      ]
    }),
    ...drawTicks(model, row, span, x),
  ].filter((one) => one !== null) as VNode[]
}

function drawHits(fault: Model['faults'][number], {rowOf}: LaneLayout, span: Span, x: Scale): VNode[] {
  if (fault.ms < span.from || fault.ms > span.to) return []
  return hitBy(fault).flatMap((name) => {
    const row = rowOf.get(name)
    if (row === undefined) return []
    const [left, middle] = [x(fault.ms), row.top + row.height / 2]
    return [h('circle', {class: 'hit', cx: left, cy: middle, r: 3.5}, h('title', null, fault.message))]
  })
}
