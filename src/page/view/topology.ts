import type {VNode} from 'preact'
import {useMemo} from 'preact/hooks'
import {h} from '../h.ts'
import {bandAt, followsAt, offsetsAt, viewsAt} from '../model.ts'
import type {Context} from './context.ts'
import {layOutTopology, type Place, type TopologyLayout} from './topology-layout.ts'

/** Above so many cut links, those who are cut off are marked, and not each link. */
const mostCuts = 24

/** The instances as they stood at a moment, and the links between them. */
export function Topology({model, state, texts, set}: Context): VNode {
  const {data} = model
  const layout = useMemo(() => layOutTopology(data, 540), [data.instances, data.groups])
  const follows = followsAt(model, state.t)
  const views = viewsAt(model, state.t)
  const offsets = offsetsAt(model, state.t)
  const cuts = data.links.filter(
    ({fromMs, toMs, cut}) => cut && fromMs <= state.t && (toMs ?? Infinity) > state.t,
  )
  const slow = data.links.filter(
    ({fromMs, toMs, cut}) => !cut && fromMs <= state.t && (toMs ?? Infinity) > state.t,
  )
  const isDown = (name: string) => /dead|stopped/.test(bandAt(model, name, state.t)?.state ?? 'dead')
  const edges = [...follows.values()].flatMap(({instance, of, up}) => {
    if (of === null || isDown(instance)) return []
    return [
      drawEdge(
        layout,
        instance,
        of,
        up && !isDown(of) ? 'follow' : 'follow down',
        `${instance} ${texts.of(of)}`,
      ),
    ]
  })
  const pairs = new Map(
    [...cuts.map((link) => ({link, kind: 'cut'})), ...slow.map((link) => ({link, kind: 'slow'}))].map(
      ({link, kind}) => [[link.from, link.to].toSorted().join(' '), {...link, kind}],
    ),
  )
  const held =
    pairs.size > mostCuts
      ? []
      : [...pairs.values()].map(({from, to, kind}) =>
          drawEdge(layout, from, to, `held ${kind}`, `${from} ✕ ${to}`),
        )
  return h(
    'svg',
    {
      class: 'topology',
      viewBox: `-2 -4 ${layout.width + 4} ${layout.height + 8}`,
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
    layout.boxes.map(({label, x, y, width, height}) =>
      h(
        'g',
        {class: 'box'},
        h('rect', {x, y, width, height, rx: 8}),
        label === null ? null : h('text', {x: x + 10, y: y + 16}, label),
      ),
    ),
    edges,
    held,
    data.instances.map(({name, kind, group}) => {
      const place = layout.places.get(name)
      if (place === undefined) return null
      const band = bandAt(model, name, state.t)
      const now = band?.state ?? 'absent'
      const believed = kind === 'sentinel' ? views.get(`${name} ${data.groups[0]?.name}`)?.master : undefined
      const follow = follows.get(name)
      const second =
        now === 'replica' && follow?.of
          ? follow.up
            ? texts.of(follow.of)
            : texts.linkDown
          : now === 'sentinel' && believed
            ? `→ ${believed}`
            : texts.state[now]
      const offset = offsets.get(name)
      const detail = [
        name,
        texts.state[now],
        band?.cutOff ? texts.cutOff : '',
        group ?? '',
        offset === undefined ? '' : `${texts.offset} ${offset}`,
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
    h('text', {class: 'name', x, y: isSmall ? y + 4 : y - 3, 'text-anchor': 'middle'}, name),
    isSmall ? null : h('text', {class: 'second', x, y: y + 12, 'text-anchor': 'middle'}, shorten(second)),
    h('title', null, words),
  )
}

function shorten(text: string): string {
  return text.length > 13 ? `${text.slice(0, 12)}…` : text
}

/** A line from the rim of one node to that of another; over others that stand between them in the same row. */
function drawEdge(
  {places, nodeWidth, nodeHeight}: TopologyLayout,
  from: string,
  to: string,
  kind: string,
  words: string,
): VNode | null {
  const [a, b] = [places.get(from), places.get(to)]
  if (a === undefined || b === undefined) return null
  const isRow = Math.abs(a.y - b.y) < 1
  const isFar = isRow && Math.abs(a.x - b.x) > nodeWidth * 1.7
  const title = h('title', null, words)
  if (isFar) {
    const top = a.y - nodeHeight / 2
    const bow = top - 14 - Math.abs(a.x - b.x) / 22
    const lean = Math.sign(b.x - a.x) * 10
    return h(
      'path',
      {
        class: `edge ${kind}`,
        d: `M${a.x + lean} ${top}C${a.x + lean} ${bow} ${b.x - lean} ${bow} ${b.x - lean} ${top - 1}`,
      },
      title,
    )
  }
  const start = rim(a, b, nodeWidth, nodeHeight)
  const end = rim(b, a, nodeWidth + 4, nodeHeight + 4)
  return h('path', {class: `edge ${kind}`, d: `M${start.x} ${start.y}L${end.x} ${end.y}`}, title)
}

/** Where the line to another place leaves a node. */
function rim(from: Place, to: Place, width: number, height: number): Place {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const share = Math.min(
    dx === 0 ? Infinity : width / 2 / Math.abs(dx),
    dy === 0 ? Infinity : height / 2 / Math.abs(dy),
  )
  return {x: from.x + dx * share, y: from.y + dy * share}
}
