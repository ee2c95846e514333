import type {VNode} from 'preact'
import {useEffect, useMemo, useRef} from 'preact/hooks'
import {h} from '../h.ts'
import type {Arrow, Model} from '../model.ts'
import type {Texts} from '../texts/en.ts'
import {formatClock, formatMs, formatOffset, type Span, ticksOf} from '../time.ts'
import {type Context, zeroOf} from './context.ts'
import {drawLags, drawOffsets} from './curves.ts'
import {drawArrows, drawFaults, drawTicks, hitBy, type Scale} from './lane-marks.ts'
import {type LaneLayout, type LaneRow, layOutLanes} from './lane-rows.ts'
import {drawPhaseBar} from './phases.ts'
import {drawClients, type Strip} from './strips.ts'
import {usePointer} from './use-pointer.ts'
import {useWidth} from './use-width.ts'

/** Above the lanes: the phases and the words of faults; where there are neither, the handle of the moment. */
const fullHead = 46
const bareHead = 26
const axis = 22
const pad = 14

/** Who was what, and when: a lane for each instance. Where there are many they scroll, between the phases and the axis. */
export function Lanes(context: Context): VNode {
  const {model, state, texts, set} = context
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const layout = useMemo(() => layOutLanes(model.data), [model])
  const label = Math.max(width < 600 ? 52 : 74, Math.min(layout.nameWidth, width * 0.3))
  const zero = zeroOf(context)
  const {span, node} = state
  const head = model.incidents.length + model.faults.length > 0 ? fullHead : bareHead
  const scale = (width - label - pad) / (span.to - span.from)
  const x: Scale = (ms) => label + (ms - span.from) * scale
  const drawing = useMemo(
    () =>
      width === 0
        ? null
        : drawLanes({
            model,
            layout,
            span,
            node,
            zero,
            texts,
            x,
            width,
            label,
            head,
            incident: state.incident,
          }),
    [model, layout, span, node, zero, texts, width, state.incident],
  )
  const handlers = usePointer({
    box,
    span,
    label,
    width,
    pad,
    set,
    whole: {from: 0, to: model.data.period.toMs},
  })
  const scroller = useShownLane(context, layout)
  const cursor = x(state.t)
  const names = useMemo(
    () =>
      h(
        'ul',
        {class: 'lane-names', style: {width: `${label - 4}px`}},
        layout.rows.map((row) => h(LaneName, {key: row.name, row, node, set})),
      ),
    [layout, label, node],
  )
  return h(
    'section',
    {class: 'lanes', 'aria-label': texts.lanes},
    h(
      'div',
      {ref: box, class: 'lane-box', ...handlers},
      h('svg', {width, height: head, 'aria-hidden': 'true'}, drawing?.head),
      h(
        'div',
        {ref: scroller, class: 'lane-scroll'},
        h('svg', {width, height: layout.height, role: 'img', 'aria-label': texts.lanes}, drawing?.lanes),
        names,
      ),
      h(
        'svg',
        {width, height: (drawing?.footHeight ?? 0) + axis, role: 'img', 'aria-label': texts.clientsAndAxis},
        drawing?.foot,
      ),
      // Above the drawing, so that nothing is painted again while it moves.
      cursor < label || cursor > width
        ? null
        : h(
            'div',
            {
              class: 'cursor',
              style: {
                top: `${head - 24}px`,
                bottom: `${axis}px`,
                transform: `translateX(${cursor.toFixed(1)}px)`,
              },
            },
            h('svg', {width: 11, height: 10, 'aria-hidden': 'true'}, h('path', {d: 'M.5 0h10v5l-5 5l-5-5z'})),
          ),
    ),
    drawing === null ? null : h(Legend, {kinds: drawing.kinds, texts}),
    drawing === null || drawing.leftOut === 0
      ? null
      : h('p', {class: 'left-out', role: 'note'}, texts.arrowsLeftOut(drawing.leftOut)),
  )
}

/** Where not all lanes are in sight, the one that it is about is: that of the chosen instance, else of the incident. */
function useShownLane({model, state: {node, incident}}: Context, {rowOf}: LaneLayout) {
  const scroller = useRef<HTMLDivElement>(null)
  const failover = model.incidents[incident]
  const name = node ?? failover?.oldMaster ?? failover?.newMaster ?? ''
  useEffect(() => {
    const element = scroller.current
    const row = rowOf.get(name)
    if (element === null || row === undefined) return
    const isSeen =
      row.top >= element.scrollTop && row.top + row.height <= element.scrollTop + element.clientHeight
    if (!isSeen) element.scrollTop = row.top - element.clientHeight / 2
  }, [name, rowOf])
  return scroller
}

/** What the arrows of a picture mean: those that are in it. */
function Legend({kinds, texts}: {kinds: ReadonlySet<Arrow['kind']>; texts: Texts}): VNode | null {
  if (kinds.size === 0) return null
  const order = ['vote', 'promote', 'switch', 'sync', 'slots', 'cut', 'slow'] as const
  return h(
    'ul',
    {class: 'legend'},
    order
      .filter((kind) => kinds.has(kind))
      .map((kind) =>
        h(
          'li',
          {key: kind, 'data-kind': kind},
          h(
            'svg',
            {width: 18, height: 8, 'aria-hidden': 'true'},
            h(
              'g',
              {class: `arrow ${kind}`},
              h('path', {d: 'M1 4H14'}),
              kind === 'cut'
                ? h('path', {class: 'cross', d: 'M5 1l6 6m0-6l-6 6'})
                : h('path', {class: 'head', d: 'M18 4l-5-3v6z'}),
            ),
          ),
          texts.legend[kind],
        ),
      ),
  )
}

/** Buttons over the names of the lanes, so that keys and screen readers reach them. */
function LaneName({row, node, set}: {row: LaneRow; node: string | null; set: Context['set']}): VNode {
  const isChosen = node === row.name
  return h(
    'li',
    {style: {top: `${row.top}px`, height: `${row.height}px`}},
    h(
      'button',
      {
        type: 'button',
        'data-lane': row.name,
        'aria-pressed': isChosen,
        title: row.name,
        onClick: () => set({node: isChosen ? null : row.name}),
      },
      row.name,
    ),
  )
}

interface Drawn {
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
interface Drawing {
  readonly head: readonly (VNode | null)[]
  readonly lanes: readonly (VNode | null)[]
  readonly foot: readonly (VNode | null)[]
  /** Without the axis, in pixels. */
  readonly footHeight: number
  readonly kinds: ReadonlySet<Arrow['kind']>
  readonly leftOut: number
}

function drawLanes(drawn: Drawn): Drawing {
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
