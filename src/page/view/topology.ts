import type {VNode} from 'preact'
import {useMemo, useRef} from 'preact/hooks'
import {h} from '../h.ts'
import {bandAt, followsAt, lagAt, offsetsAt, slotsAt, viewsAt} from '../model.ts'
import {formatBytes} from '../time.ts'
import type {Context} from './context.ts'
import {drawFollows, drawHeld} from './topology-edges.ts'
import {layOutTopology, type Place, type TopologyLayout} from './topology-layout.ts'
import {useWidth} from './use-width.ts'

/** The instances as they stood at a moment, and the links between them. */
export function Topology({model, state, texts, set}: Context): VNode {
  const {data} = model
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const layout = useMemo(
    () => layOutTopology(data, Math.max(width, 240)),
    [data.instances, data.groups, width],
  )
  const follows = followsAt(model, state.t)
  const views = viewsAt(model, state.t)
  const offsets = offsetsAt(model, state.t)
  const held = drawHeld(model, layout, state.t, texts)
  const edges = [...drawFollows(model, layout, follows, state.t, texts), ...held.edges]
  const drawing = h(
    'svg',
    {
      class: `topology ${layout.nodeHeight < 30 ? 'small' : ''}`,
      width: layout.width,
      height: layout.height + 10,
      viewBox: `0 -8 ${layout.width} ${layout.height + 10}`,
      role: 'group',
      'aria-label': texts.topology,
    },
    h(
      'defs',
      null,
      h(
        'marker',
        {id: 'tip', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto'},
        h('path', {d: 'M0 1L7 4L0 7z'}),
      ),
    ),
    layout.boxes.map(({group, x, y, width, height}) => {
      const slots = slotsAt(model, group, state.t)
      const fits = Math.floor((width - 16) / 6.6)
      return h(
        'g',
        {class: 'box'},
        h('rect', {x, y, width, height, rx: 8}),
        h('text', {class: 'group-name', x: x + 10, y: y + 16}, group),
        slots === null ? null : h('text', {x: x + 10, y: y + 29}, shorten(slots || '–', fits)),
        h('title', null, slots === null ? group : texts.shard(group, slots || '–')),
      )
    }),
    edges,
    data.instances.map(({name, kind, group}) => {
      const place = layout.places.get(name)
      if (place === undefined) return null
      const band = bandAt(model, name, state.t)
      const now = band?.state ?? 'absent'
      const believed = kind === 'sentinel' ? views.get(`${name} ${data.groups[0]?.name}`)?.master : undefined
      const follow = follows.get(name)
      const lag = follow?.up === true ? lagAt(model, name, state.t) : undefined
      const second =
        now === 'replica' && follow?.of
          ? follow.up
            ? `${texts.of(follow.of)}${lag === undefined || lag === 0 ? '' : ` −${formatBytes(lag)}`}`
            : texts.linkDown
          : now === 'sentinel' && believed
            ? `→ ${believed}`
            : model.bandsOf.has(name) || data.deployment !== null
              ? texts.state[now]
              : texts.noLog
      const offset = offsets.get(name)
      const detail = [
        name,
        texts.state[now],
        band?.cutOff ? texts.cutOff : '',
        group ?? '',
        offset === undefined ? '' : `${texts.offset} ${offset}`,
        lag === undefined ? '' : `${texts.lag} ${formatBytes(lag)}`,
      ]
      return drawNode(layout, place, {
        name,
        second,
        words: detail.filter((word) => word !== '').join(', '),
        kind: `${now}${band?.cutOff ? ' cut' : ''}${state.node === name ? ' chosen' : ''}`,
        onClick: () => set({node: state.node === name ? null : name}),
      })
    }),
  )
  return h(
    'div',
    null,
    h('div', {ref: box, class: 'topology-box'}, drawing),
    held.leftOut === 0 ? null : h('p', {class: 'left-out', role: 'note'}, texts.linksLeftOut(held.leftOut)),
  )
}

interface Node {
  readonly name: string
  readonly second: string
  readonly words: string
  readonly kind: string
  readonly onClick: () => void
}

function drawNode(
  {nodeWidth, nodeHeight}: TopologyLayout,
  {x, y}: Place,
  {name, second, words, kind, onClick}: Node,
): VNode {
  const isSmall = nodeHeight < 30
  return h(
    'g',
    {
      key: name,
      class: `node ${kind}`,
      'data-node': name,
      role: 'button',
      tabindex: 0,
      'aria-label': words,
      onClick,
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        event.stopPropagation()
        onClick()
      },
    },
    h('rect', {x: x - nodeWidth / 2, y: y - nodeHeight / 2, width: nodeWidth, height: nodeHeight, rx: 6}),
    h(
      'text',
      {class: 'name', x, y: isSmall ? y + 4 : y - 3, 'text-anchor': 'middle'},
      shorten(name, Math.floor((nodeWidth - 6) / (isSmall ? 6.4 : 7.4))),
    ),
    isSmall
      ? null
      : h(
          'text',
          {class: 'second', x, y: y + 12, 'text-anchor': 'middle'},
          shorten(second, Math.floor((nodeWidth - 4) / 5.4)),
        ),
    h('title', null, words),
  )
}

function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
