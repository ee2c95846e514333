import {h} from '../h.ts'
import type {Model} from '../model.ts'
import type {Strip, StripPlace} from './strips.ts'

const height = 46

/** The replication offsets of the instances, where they were asked for more than once. */
export function drawCurves(model: Model, {span, x, top, right, texts}: StripPlace): Strip | undefined {
  const {samples, instances} = model.data
  const shown = samples.filter(({ms}) => ms >= span.from && ms <= span.to)
  const values = shown.map(({offset}) => offset)
  const [low, high] = values.reduce(
    ([a, b], one) => [Math.min(a, one), Math.max(b, one)],
    [Infinity, -Infinity],
  )
  if (shown.length < instances.length * 2 || low === high) return undefined
  const y = (offset: number) => top + height - 4 - ((offset - low) / (high - low)) * (height - 10)
  const lines = instances.flatMap(({name}, index) => {
    const own = shown.filter(({instance}) => instance === name)
    if (own.length === 0) return []
    let path = ''
    let last = Number.NEGATIVE_INFINITY
    for (const {ms, offset} of own) {
      if (x(ms) - last < 1) continue
      last = x(ms)
      path += `${path === '' ? 'M' : 'L'}${last.toFixed(1)} ${y(offset).toFixed(1)}`
    }
    return [
      h('path', {class: 'curve', 'data-index': index % 6, d: `${path}H${right}`}, h('title', null, name)),
    ]
  })
  return {
    height: height + 6,
    nodes: [
      h('g', {class: 'curves'}, [
        h('text', {class: 'strip-name', x: 0, y: top + height / 2 + 4}, texts.offset),
        ...lines,
      ]),
    ],
  }
}
