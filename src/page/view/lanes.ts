import type {VNode} from 'preact'
import {useEffect, useMemo, useRef} from 'preact/hooks'
import {h} from '../h.ts'
import type {Arrow} from '../model.ts'
import type {Texts} from '../texts/en.ts'
import {type Context, zeroOf} from './context.ts'
import {drawLanes, pad} from './draw-lanes.ts'
import type {Scale} from './lane-marks.ts'
import {type LaneLayout, type LaneRow, layOutLanes} from './lane-rows.ts'
import {usePointer} from './use-pointer.ts'
import {useWidth} from './use-width.ts'

/** Above the lanes: the phases and the words of faults; where there are neither, the handle of the moment. */
const fullHead = 46
const bareHead = 26
const axis = 22

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
