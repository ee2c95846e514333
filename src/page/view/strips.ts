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

interface Stretch {
  readonly from: number
  readonly to: number
  readonly ok: number
  readonly failed: number
}

interface Outage {
  readonly from: number
  readonly to: number
  readonly words: string
}

/** The clients of one master group, or the probe, which stands for clients where there were none. */
interface Row {
  readonly name: string
  readonly stretches: readonly Stretch[]
  readonly outages: readonly Outage[]
}

const barHeight = 12
const rowHeight = 18

/** What clients saw: when no write got through, and when some failed. Undefined where nobody looked. */
export function drawClients(model: Model, place: StripPlace): Strip | undefined {
  const rows = rowsOf(model, place.texts)
  if (rows.length === 0) return undefined
  const nodes = rows.map((row, index) => drawRow(row, {...place, top: place.top + index * rowHeight}))
  return {height: rows.length * rowHeight + 8, nodes}
}

function rowsOf({data, origin}: Model, texts: Texts): readonly Row[] {
  const {loads, running, outages} = data
  const groups = [
    ...new Set([...loads.map(({masterName}) => masterName), ...running.map(({group}) => group)]),
  ]
  if (groups.length === 0) {
    const seen = outages.map(({fromMs, toMs}): Outage => {
      return {from: fromMs, to: toMs, words: texts.outage(formatMs(toMs - fromMs))}
    })
    return seen.length === 0 ? [] : [{name: texts.clients, stretches: [], outages: seen}]
  }
  return groups.sort().map((group): Row => {
    const ended = loads.filter(({masterName}) => masterName === group)
    const stretches = [
      ...ended.flatMap(({overTime, endedAt}) => stretchesOf(overTime, origin, Date.parse(endedAt) - origin)),
      ...running
        .filter((load) => load.group === group)
        .flatMap(({overTime}) => stretchesOf(overTime, origin, Number.POSITIVE_INFINITY)),
    ]
    return {
      name: groups.length === 1 ? texts.clients : group,
      stretches,
      outages: ended.flatMap(({outage}): readonly Outage[] => {
        if (outage?.lastSuccess == null) return []
        const from = Date.parse(outage.lastSuccess) - origin
        return [{from, to: from + outage.ms, words: texts.outageByLoad(formatMs(outage.ms))}]
      }),
    }
  })
}

/** The last stretch of a load that has ended is cut short by its end. */
function stretchesOf(
  overTime: Model['data']['loads'][number]['overTime'],
  origin: number,
  end: number,
): readonly Stretch[] {
  return overTime.map(({at, ms, succeeded, errors}) => {
    const from = Date.parse(at) - origin
    const failed = Object.values(errors).reduce((sum, one) => sum + one, 0)
    return {from, to: Math.min(from + ms, end), ok: succeeded, failed}
  })
}

function drawRow({name, stretches, outages}: Row, {span, x, top, label, right, texts}: StripPlace): VNode {
  const isInside = ({from, to}: {from: number; to: number}) => to >= span.from && from <= span.to
  const bar = (kind: string, from: number, to: number, words: string, share = 1) => {
    const left = Math.max(x(from), label)
    const width = Math.max(Math.min(x(to), right) - left, 1)
    return h(
      'rect',
      {class: kind, x: left, y: top, width, height: barHeight * share},
      h('title', null, words),
    )
  }
  return h(
    'g',
    {class: 'clients', 'data-strip': 'clients'},
    h('text', {class: 'strip-name', x: 0, y: top + 10}, name),
    stretches
      .filter((one) => isInside(one) && one.ok + one.failed > 0)
      .map(({from, to, ok, failed}) => {
        const words = texts.load(ok, failed)
        // What failed in a stretch in which an outage begins failed in it: before there were successes.
        const outage = outages.find((one) => one.from > from && one.from < to)
        return [
          ok === 0 ? null : bar('served', from, to, words),
          failed === 0
            ? null
            : bar(
                ok === 0 ? 'outage' : 'failing',
                outage?.from ?? from,
                to,
                words,
                Math.max(failed / (ok + failed), 0.25),
              ),
        ]
      }),
    outages.filter(isInside).map(({from, to, words}) => {
      const left = Math.max(x(from), label)
      const room = Math.min(x(to), right) - left
      return [
        bar('outage', from, to, words),
        room > words.length * 6.2 + 12
          ? h('text', {class: 'outage-text', x: left + 6, y: top + 9.6}, words)
          : null,
      ]
    }),
  )
}
