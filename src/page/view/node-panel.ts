import type {VNode} from 'preact'
import {useState} from 'preact/hooks'
import {h} from '../h.ts'
import {bandAt, followsAt, lagAt, offsetsAt} from '../model.ts'
import {formatBytes} from '../time.ts'
import type {Context} from './context.ts'

/** What can be done in which state. */
const fits: Readonly<Record<string, (state: string) => boolean>> = {
  start: (state) => /dead|stopped/.test(state),
  resume: (state) => state === 'paused',
  heal: () => true,
  delay: () => true,
  partition: (state) => !/dead|stopped/.test(state),
}

/** The chosen instance: what it is at the moment, and live what can be done to it. */
export function NodePanel({model, state, texts, live}: Context): VNode | null {
  const [said, setSaid] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [delayMs, setDelayMs] = useState(200)
  const {node, t} = state
  const {actions, instances, period} = model.data
  const instance = instances.find(({name}) => name === node)
  if (instance === undefined) {
    if (live === undefined || model.data.lab !== null) return null
    return h('p', {class: 'quiet hint'}, actions.length === 0 ? texts.readOnly : texts.choose)
  }
  const now = bandAt(model, instance.name, t)?.state ?? 'absent'
  const latest = bandAt(model, instance.name, period.toMs)?.state ?? 'absent'
  const follow = followsAt(model, t).get(instance.name)
  const offset = offsetsAt(model, t).get(instance.name)
  const lag = lagAt(model, instance.name, t)
  const facts = [
    instance.address,
    instance.onHost ?? null,
    texts.state[now],
    follow?.of && now === 'replica' ? texts.of(follow.of) : null,
    follow !== undefined && now === 'replica' && !follow.up ? texts.linkDown : null,
    offset === undefined ? null : `${texts.offset} ${offset}`,
    lag === undefined ? null : `${texts.lag} ${formatBytes(lag)}`,
  ].filter((fact) => fact !== null)
  const act = async (action: string) => {
    if (live === undefined) return
    setBusy(true)
    setSaid('…')
    const {ok, text} = await live.act({
      action,
      target: instance.name,
      ...(action === 'delay' ? {delayMs} : {}),
    })
    setSaid(text === '' && !ok ? texts.noAnswer : text)
    setBusy(false)
  }
  const isOff = /dead|stopped|absent/.test(latest)
  const possible =
    live === undefined
      ? []
      : actions.filter(
          (action) =>
            action !== 'load' &&
            (fits[action] ?? ((one) => !/dead|stopped|paused|absent/.test(one) && !isOff))(latest),
        )
  return h(
    'div',
    {class: 'node-panel'},
    h('p', null, h('b', null, instance.name), ' ', facts.join(' · ')),
    possible.length === 0
      ? null
      : h(
          'p',
          {class: 'deeds'},
          possible.map((action) =>
            h(
              'button',
              {
                type: 'button',
                key: action,
                disabled: isBusy,
                'data-action': action,
                onClick: () => void act(action),
              },
              texts.actions[action] ?? action,
            ),
          ),
          possible.includes('delay')
            ? h(
                'label',
                null,
                texts.delayBy,
                h(
                  'select',
                  {
                    value: String(delayMs),
                    onChange: (event: Event) =>
                      setDelayMs(Number((event.currentTarget as HTMLSelectElement).value)),
                  },
                  [50, 200, 1000, 5000].map((ms) => h('option', {value: String(ms)}, `${ms} ms`)),
                ),
              )
            : null,
        ),
    h('p', {class: 'said', 'aria-live': 'polite'}, said),
  )
}
