import type {VNode} from 'preact'
import {useEffect, useRef, useState} from 'preact/hooks'
import {h} from '../h.ts'
import type {Model} from '../model.ts'
import type {Context} from './context.ts'

type LabOfPage = NonNullable<Model['data']['lab']>
type Told = LabOfPage['story'][number]

/** A lab beside the picture: its story step by step, a button for the next one, and the claims as they are decided. */
export function Lab(context: Context): VNode | null {
  const {model, texts, live} = context
  const {lab} = model.data
  const [asked, setAsked] = useState<string | null>(null)
  const end = useRef<HTMLDivElement>(null)
  const told = lab?.story.length ?? 0
  useEffect(() => {
    // What is told now is in sight; a file is read from its beginning.
    if (live !== undefined) end.current?.scrollIntoView({block: 'nearest'})
  }, [told, lab?.next])
  if (lab === null) return null
  const {title, about, story, length, next, outcome} = lab
  const number = story.findLast(({depth}) => depth === 0)?.number ?? 0
  const key = next === null ? null : `${number} ${next}`
  const go = () => {
    setAsked(key)
    void live?.act({action: 'next', target: ''})
  }
  const isStarting = live !== undefined && model.data.instances.length === 0
  return h(
    'aside',
    {class: 'card lab', 'aria-label': texts.lab},
    h('h2', null, title, ' ', h('small', {'data-outcome': outcome}, texts.outcome[outcome] ?? outcome)),
    about === null ? null : h('p', {class: 'about'}, about),
    h(
      'div',
      {class: 'told', role: 'log', 'aria-label': texts.lab, tabindex: 0},
      h(
        'ol',
        {class: 'steps'},
        story.map((step, index) => h(Step, {key: index, step, context})),
      ),
      isStarting ? h('p', {class: 'quiet'}, texts.starting) : null,
      h('div', {ref: end}),
    ),
    live === undefined || outcome !== 'running'
      ? null
      : h(
          'p',
          {class: 'next'},
          h(
            'button',
            {
              type: 'button',
              class: 'main',
              'data-action': 'next',
              disabled: next === null || asked === key,
              onClick: go,
            },
            number === 0 ? texts.begin : texts.next,
          ),
          h('span', {class: 'quiet'}, texts.step(Math.min(number + (next === null ? 0 : 1), length), length)),
          next === null || next === '' ? null : h('code', null, next),
        ),
    h(Claims, {lab, texts}),
  )
}

/** What is told before a step, what is done, and its result. A click goes to its moment. */
function Step({step, context}: {step: Told; context: Context}): VNode {
  const {number, depth, say, text, status, result, shows} = step
  const {texts, model} = context
  const verdict = model.data.lab?.claims.find(({id}) => id === shows)?.verdict
  return h(
    'li',
    {class: status, 'data-step': number},
    say === null ? null : h('p', {class: 'say'}, say),
    text === ''
      ? null
      : h(
          'p',
          {class: 'deed'},
          h('i', null, depth === 0 ? String(number) : '·'),
          h('code', null, text),
          status === 'running' ? h('small', null, '…') : null,
        ),
    result === null || text === '' ? null : h('p', {class: 'result'}, `→ ${result}`),
    shows === null || status === 'running' || verdict === undefined
      ? null
      : h('p', {class: `result ${verdict}`}, `${glyphs[verdict]} ${shows}: ${texts.verdict[verdict]}`),
  )
}

const glyphs = {confirmed: '✔', refuted: '✘', 'not-shown': '?', open: '○'} as const

function Claims({lab, texts}: {lab: LabOfPage; texts: Context['texts']}): VNode | null {
  if (lab.asserted.length === 0) return null
  return h(
    'section',
    {class: 'claims'},
    h('h2', null, texts.claims),
    h(
      'ul',
      {'aria-live': 'polite'},
      lab.asserted.map(({id, text}) => {
        const claim = lab.claims.find((one) => one.id === id)
        const verdict = claim?.verdict ?? 'open'
        return h(
          'li',
          {key: id, class: verdict, 'data-claim': id, 'data-verdict-of-claim': verdict},
          h('p', null, h('em', null, `${glyphs[verdict]} ${texts.verdict[verdict]}`), text),
          claim === undefined ? null : h('small', null, claim.evidence),
          claim?.because === undefined ? null : h('small', null, claim.because),
        )
      }),
    ),
  )
}
