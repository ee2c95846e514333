import type {VNode} from 'preact'
import {h} from '../h.ts'
import {bandAt, type Follow, type Model} from '../model.ts'
import type {Texts} from '../texts/en.ts'
import type {Place, TopologyLayout} from './topology-layout.ts'

/** Above this number links are not drawn: that an instance is cut off is marked on it. */
const mostHeld = 24

/** Which instance each replica copies from. */
export function drawFollows(
  model: Model,
  layout: TopologyLayout,
  follows: ReadonlyMap<string, Follow>,
  ms: number,
  texts: Texts,
): readonly (VNode | null)[] {
  const isDown = (name: string) => /dead|stopped/.test(bandAt(model, name, ms)?.state ?? 'dead')
  return [...follows.values()].flatMap(({instance, of, up}) => {
    if (of === null || isDown(instance)) return []
    const kind = up && !isDown(of) ? 'follow' : 'follow down'
    return [drawEdge(layout, instance, of, kind, `${instance} ${texts.of(of)}`)]
  })
}

/** Links that are cut or slow. Those of an instance that is cut off from most others are not drawn one by one. */
export function drawHeld(
  model: Model,
  layout: TopologyLayout,
  ms: number,
  texts: Texts,
): {readonly edges: readonly (VNode | null)[]; readonly leftOut: number} {
  const isCutOff = (name: string) => bandAt(model, name, ms)?.cutOff === true
  const pairs = new Map<string, {readonly from: string; readonly to: string; readonly cut: boolean}>()
  for (const link of model.data.links) {
    const holds = link.fromMs <= ms && (link.toMs ?? Number.POSITIVE_INFINITY) > ms
    if (holds && !(link.cut && (isCutOff(link.from) || isCutOff(link.to))))
      pairs.set([link.from, link.to].toSorted().join(' '), link)
  }
  if (pairs.size > mostHeld) return {edges: [], leftOut: pairs.size}
  const edges = [...pairs.values()].map(({from, to, cut}) =>
    drawEdge(
      layout,
      from,
      to,
      cut ? 'held' : 'held slow',
      `${from} ${texts.arrow[cut ? 'cut' : 'slow']} ${to}`,
    ),
  )
  return {edges, leftOut: 0}
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
  const isColumn = Math.abs(a.x - b.x) < 1
  if (isColumn && Math.abs(a.y - b.y) > nodeHeight * 2) {
    const side = a.x + nodeWidth / 2
    const bow = side + 10 + Math.abs(a.y - b.y) / 16
    return h(
      'path',
      {
        class: `edge ${kind}`,
        d: `M${side} ${a.y}C${bow} ${a.y} ${bow} ${b.y} ${side + 1} ${b.y}`,
      },
      h('title', null, words),
    )
  }
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
