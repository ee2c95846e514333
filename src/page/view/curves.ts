import type {VNode} from 'preact'
import {h} from '../h.ts'
import {lagAt, lastAt, type Model, type Sample} from '../model.ts'
import {formatBytes} from '../time.ts'
import type {Strip, StripPlace} from './strips.ts'

const height = 46

interface Point {
  readonly ms: number
  readonly value: number
}

interface Curve {
  readonly name: string
  readonly index: number
  readonly points: readonly Point[]
}

/** The replication offsets of the instances, where they were asked for more than once. */
export function drawOffsets(model: Model, place: StripPlace): Strip | undefined {
  const curves = curvesOf(model, place, ({ms, offset}) => ({ms, value: offset}))
  return drawCurves(curves, place, {name: place.texts.offset, from: 'least'})
}

/** How many bytes each replica was behind whom it copied from. */
export function drawLags(model: Model, place: StripPlace): Strip | undefined {
  const curves = curvesOf(model, place, ({ms, instance}) => {
    const value = lagAt(model, instance, ms)
    return value === undefined ? undefined : {ms, value}
  })
  return drawCurves(curves, place, {name: place.texts.lag, from: 'zero'})
}

/** One point for each pixel at most: where there are more, the next that stands elsewhere. */
function curvesOf(
  {samplesOf, data}: Model,
  {span, x}: StripPlace,
  pointOf: (sample: Sample) => Point | undefined,
): readonly Curve[] {
  const msPerPixel = 1 / Math.max(x(1) - x(0), 1e-9)
  return data.instances.flatMap(({name}, index) => {
    const samples = samplesOf.get(name) ?? []
    const points: Point[] = []
    let at = Math.max(
      lastAt(samples, span.from, ({ms}) => ms),
      0,
    )
    while (at < samples.length) {
      const sample = samples[at] as Sample
      if (sample.ms > span.to) break
      const point = pointOf(sample)
      if (point !== undefined) points.push(point)
      at = Math.max(
        at + 1,
        lastAt(samples, sample.ms + msPerPixel, ({ms}) => ms),
      )
    }
    return points.length === 0 ? [] : [{name, index, points}]
  })
}

function drawCurves(
  curves: readonly Curve[],
  {span, x, top, label, right, texts}: StripPlace,
  {name, from}: {readonly name: string; readonly from: 'zero' | 'least'},
): Strip | undefined {
  let [low, high] = [from === 'zero' ? 0 : Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const {points} of curves)
    for (const {value} of points) [low, high] = [Math.min(low, value), Math.max(high, value)]
  const isFlat = !curves.some(({points}) => points.length > 1) || low >= high
  if (isFlat) return undefined
  const y = (value: number) => top + height - 4 - ((value - low) / (high - low)) * (height - 10)
  const clamp = (ms: number) => Math.min(Math.max(x(ms), label), right)
  const lines = curves.map(({name: instance, index, points}): VNode => {
    const [first] = points as readonly [Point]
    const steps = points.slice(1).map(({ms, value}) => `H${clamp(ms).toFixed(1)}V${y(value).toFixed(1)}`)
    const d = `M${clamp(Math.max(first.ms, span.from)).toFixed(1)} ${y(first.value).toFixed(1)}${steps.join('')}H${right}`
    const last = points.at(-1) as Point
    return h(
      'path',
      {class: 'curve', 'data-index': index % 6, d},
      h('title', null, `${instance}: ${name} ${formatBytes(last.value)}`),
    )
  })
  const range = texts.range(from === 'zero' ? formatBytes(high) : formatBytes(high - low))
  return {
    height: height + 6,
    nodes: [
      h(
        'g',
        {class: 'curves', 'data-curves': from === 'zero' ? 'lag' : 'offset'},
        h('text', {class: 'strip-name', x: 0, y: top + height / 2}, name),
        h('text', {class: 'strip-name small', x: 0, y: top + height / 2 + 12}, range),
        lines,
      ),
    ],
  }
}
