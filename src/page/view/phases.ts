import type {VNode} from 'preact'
import {h} from '../h.ts'
import type {Incident} from '../model.ts'
import type {Texts} from '../texts/en.ts'
import {formatMs} from '../time.ts'
import type {Scale} from './lane-marks.ts'

const order = [
  'sdownMs',
  'odownMs',
  'electedMs',
  'promotedMs',
  'writableMs',
  'agreedMs',
  'reattachedMs',
] as const
export type PhaseName = (typeof order)[number]

interface Phase {
  readonly name: PhaseName
  readonly from: number
  readonly ms: number
}

/** The phases that an incident has, each from the end of the one before it. */
export function phasesOf({phases}: Incident): readonly Phase[] {
  const seen = order.flatMap((name) => {
    const ms = phases[name]
    return ms === null ? [] : [{name, ms}]
  })
  // All may name the new master after the replicas are in step, or before.
  const sorted = seen.toSorted((a, b) => a.ms - b.ms)
  return sorted.map(({name, ms}, index) => ({name, ms, from: sorted[index - 1]?.ms ?? 0}))
}

/** A thin bar above the lanes: how long each phase took. */
export function drawPhaseBar(
  incident: Incident | undefined,
  {x, top, left, right}: {x: Scale; top: number; left: number; right: number},
): VNode | null {
  if (incident === undefined) return null
  return h(
    'g',
    {class: 'phase-bar'},
    phasesOf(incident).map(({name, from, ms}) => {
      const begin = Math.max(x(incident.ms + from), left)
      const end = Math.min(x(incident.ms + ms), right)
      return end < begin
        ? null
        : h('rect', {class: name, x: begin, y: top, width: Math.max(end - begin, 1), height: 5})
    }),
  )
}

/** The phases in words and numbers. A click goes to the moment. */
export function Phases({
  incident,
  texts,
  onMoment,
}: {
  incident: Incident
  texts: Texts
  onMoment: (ms: number) => void
}): VNode | null {
  const phases = phasesOf(incident)
  if (phases.length === 0) return null
  return h(
    'ol',
    {class: 'phases', 'aria-label': texts.phases},
    phases.map(({name, ms}) =>
      h(
        'li',
        {key: name},
        h(
          'button',
          {type: 'button', 'data-phase': name, onClick: () => onMoment(incident.ms + ms)},
          h('i', {class: name}),
          h('span', null, texts.phase[name]),
          h('b', null, formatMs(ms)),
        ),
      ),
    ),
  )
}
