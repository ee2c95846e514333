import type {VNode} from 'preact'
import {useState} from 'preact/hooks'
import {h} from '../h.ts'
import type {Deed} from '../live.ts'
import type {Model} from '../model.ts'
import {formatMs} from '../time.ts'
import type {Context} from './context.ts'

const kinds = ['acked-writes', 'reads', 'locks', 'blocked-pops', 'pubsub']
const rates = [50, 200, 1000, 5000, 0]
const durations = [10, 30, 60, 0]

/** What the clients of loads saw; live, those that work now, and how to start more. Nothing where there are none. */
export function Loads(context: Context): VNode | null {
  const {model, texts, live} = context
  const {loads, running, actions, groups} = model.data
  const canStart = live !== undefined && actions.includes('load')
  if (loads.length === 0 && running.length === 0 && !canStart) return null
  return h(
    'section',
    {class: 'card loads'},
    h('h2', null, texts.loads),
    running.map((load) => h(Running, {key: `${load.group} ${load.startedAt}`, load, context})),
    canStart && running.length < groups.length ? h(Starter, {context}) : null,
    (live === undefined ? loads : loads.toReversed()).map((load) =>
      h(Ended, {key: load.startedAt + load.masterName, load, context}),
    ),
  )
}

function Running({load, context}: {load: Model['data']['running'][number]; context: Context}): VNode {
  const {texts, live} = context
  const {kind, group, rate, succeeded, failed, outageMs} = load
  const [said, act] = useDeed(context)
  return h(
    'div',
    {class: 'load', 'data-load': group},
    h(
      'p',
      null,
      h('b', null, texts.loadOf(kind, group)),
      ' ',
      rate === null ? texts.asFastAsPossible : texts.perSecond(rate),
    ),
    h('p', {'data-counts': `${succeeded} ${failed}`}, texts.load(succeeded, failed)),
    outageMs === null ? null : h('p', {class: 'bad'}, texts.outageNow(formatMs(outageMs))),
    live === undefined
      ? null
      : h(
          'button',
          {
            type: 'button',
            'data-action': 'end-load',
            onClick: () => act({action: 'end-load', target: group}),
          },
          texts.endLoad,
        ),
    said === '' ? null : h('p', {class: 'said', 'aria-live': 'polite'}, said),
  )
}

function Ended({load, context}: {load: Model['data']['loads'][number]; context: Context}): VNode {
  const {texts} = context
  const {kind, masterName, succeeded, failed, outageMs, notChecked} = load
  const details = [
    texts.load(succeeded, failed),
    outageMs === 0 ? '' : texts.longest(formatMs(outageMs)),
    notChecked === null ? '' : texts.notChecked(notChecked),
  ]
  const lost = load.kind === 'acked-writes' ? load.lost : null
  const acknowledged = load.kind === 'acked-writes' ? load.acknowledged : 0
  return h(
    'div',
    {class: 'load'},
    h('p', null, h('b', null, texts.loadOf(kind, masterName))),
    h('p', {class: 'quiet'}, details.filter((one) => one !== '').join(' · ')),
    lost === null
      ? null
      : h(
          'p',
          {class: lost > 0 ? 'bad' : 'good'},
          lost > 0 ? texts.lostWrites(lost, acknowledged) : texts.noneLost(acknowledged),
        ),
  )
}

/** Chooses what clients do, how often, for how long and where. */
function Starter({context}: {context: Context}): VNode {
  const {model, texts} = context
  const {groups, running} = model.data
  const free = groups.map(({name}) => name).filter((name) => !running.some(({group}) => group === name))
  const [kind, setKind] = useState('acked-writes')
  const [rate, setRate] = useState('200')
  const [seconds, setSeconds] = useState('30')
  const [wanted, setGroup] = useState(free[0] ?? '')
  const [said, act] = useDeed(context)
  const group = free.includes(wanted) ? wanted : (free[0] ?? '')
  const start = () =>
    act({
      action: 'load',
      target: group,
      kind,
      rate: Number(rate),
      ...(seconds === '0' ? {} : {forMs: Number(seconds) * 1000}),
    })
  return h(
    'form',
    {
      class: 'starter',
      onSubmit: (event: Event) => {
        event.preventDefault()
        start()
      },
    },
    choice(
      texts.kind,
      kind,
      setKind,
      kinds.map((one) => [one, one]),
    ),
    groups.length > 1
      ? choice(
          texts.group,
          group,
          setGroup,
          free.map((one) => [one, one]),
        )
      : null,
    choice(
      texts.rate,
      rate,
      setRate,
      rates.map((one) => [String(one), one === 0 ? texts.asFastAsPossible : texts.perSecond(one)]),
    ),
    choice(
      texts.duration,
      seconds,
      setSeconds,
      durations.map((one) => [String(one), one === 0 ? texts.untilEnded : texts.seconds(one)]),
    ),
    h('button', {type: 'submit', 'data-action': 'load'}, texts.startLoad),
    said === '' ? null : h('p', {class: 'said', 'aria-live': 'polite'}, said),
  )
}

function choice(
  label: string,
  value: string,
  set: (value: string) => void,
  options: readonly (readonly [string, string])[],
): VNode {
  return h(
    'select',
    {
      'aria-label': label,
      title: label,
      value,
      onChange: (event: Event) => set((event.currentTarget as HTMLSelectElement).value),
    },
    options.map(([key, text]) => h('option', {key, value: key}, text)),
  )
}

/** Does something, and keeps why it could not be done. */
function useDeed({live, texts}: Context): readonly [string, (deed: Deed) => void] {
  const [said, setSaid] = useState('')
  const act = async (deed: Deed) => {
    if (live === undefined) return
    setSaid('…')
    const {ok, text} = await live.act(deed)
    setSaid(ok ? '' : text === '' ? texts.noAnswer : text)
  }
  return [said, (deed) => void act(deed)]
}
