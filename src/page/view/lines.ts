import type {VNode} from 'preact'
import {useEffect, useMemo, useRef, useState} from 'preact/hooks'
import {h} from '../h.ts'
import {type Entry, lastAt} from '../model.ts'
import {formatClock, formatExactOffset} from '../time.ts'
import {type Context, zeroOf} from './context.ts'
import {CopyButton} from './copy-button.ts'

const rowHeight = 22
const mostHeight = 420
/** Rows above and below what is seen, so that scrolling shows no gap. */
const spare = 12
/** So many fit on a printed page, where nobody scrolls. */
const printedRows = 19

/** The lines of the timeline. However many there are, only those in sight are in the document. */
export function Lines(context: Context): VNode {
  const {model, state, texts, set} = context
  const [onlyWarnings, setOnlyWarnings] = useState(false)
  const [top, setTop] = useState(0)
  const [open, setOpen] = useState<Entry | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const {node} = state
  const entries = useMemo(
    () =>
      model.entries.filter(
        ({instance, event, level, source}) =>
          (node === null || instance === node || source === 'redislab') &&
          (!onlyWarnings || source !== 'log' || /warning|error/.test(event?.severity ?? level)),
      ),
    [model, node, onlyWarnings],
  )
  const now = lastAt(entries, state.t + 0.5, ({ms}) => ms)
  const longest = useMemo(
    () => Math.max(2, ...model.data.instances.map(({name}) => name.length)),
    [model.data.instances],
  )
  // Neither is read from the document, which would have to be laid out for it, once for each frame that is played.
  const height = Math.min(entries.length * rowHeight, mostHeight)
  const scrolled = useRef(0)
  useEffect(() => {
    const element = box.current
    if (element === null || now < 0) return
    const place = now * rowHeight
    const isSeen = place >= scrolled.current && place + rowHeight <= scrolled.current + height
    if (!isSeen) element.scrollTop = Math.max(place - height / 2, 0)
  }, [now, entries, height])
  const first = Math.max(Math.floor(top / rowHeight) - spare, 0)
  const shown = entries.slice(first, first + Math.ceil(height / rowHeight) + 2 * spare)
  const zero = zeroOf(context)
  const isCounted = model.incidents.length > 0
  const stamp = (ms: number) => (isCounted ? formatExactOffset(ms - zero) : formatClock(model.origin + ms))
  return h(
    'section',
    {class: 'card lines'},
    h(
      'header',
      null,
      h('h2', null, texts.lines, ' ', h('small', null, node === null ? texts.allLines : texts.linesOf(node))),
      h(
        'label',
        null,
        h('input', {type: 'checkbox', checked: onlyWarnings, onChange: () => setOnlyWarnings(!onlyWarnings)}),
        texts.onlyWarnings,
      ),
    ),
    h(
      'div',
      {
        ref: box,
        class: `rows${isCounted ? '' : ' by-clock'}`,
        tabindex: 0,
        role: 'log',
        'aria-label': texts.lines,
        style: {height: `${height}px`, '--name': `${Math.min(longest * 7.3 + 4, 150)}px`},
        onScroll: (event: Event) => {
          scrolled.current = (event.currentTarget as HTMLElement).scrollTop
          setTop(scrolled.current)
        },
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          setOpen(entries[now] ?? null)
        },
      },
      h(
        'ol',
        {style: {height: `${entries.length * rowHeight}px`}},
        shown.map((entry, index) => {
          const {ms, instance, message, event, level, source} = entry
          const deed = event?.kind === 'fault-injected' ? 'deed hurts' : 'deed'
          const severity = source === 'redislab' ? deed : (event?.severity ?? level)
          return h(
            'li',
            {
              key: first + index,
              class: `${severity}${first + index === now ? ' now' : ''}${ms > state.t + 0.5 ? ' later' : ''}`,
              style: {top: `${(first + index) * rowHeight}px`},
              onClick: () => {
                setOpen(entry)
                set({t: ms, isFollowing: false, isPlaying: false})
              },
            },
            h('time', null, stamp(ms)),
            h('b', {title: instance ?? ''}, instance ?? ''),
            h('span', null, message),
          )
        }),
      ),
    ),
    h('p', {class: 'printed'}, texts.printed(Math.min(printedRows, entries.length), entries.length)),
    open === null ? null : h(Meaning, {entry: open, texts, onClose: () => setOpen(null)}),
  )
}

function Meaning({
  entry,
  texts,
  onClose,
}: {
  entry: Entry
  texts: Context['texts']
  onClose: () => void
}): VNode {
  const {at, instance, message, meaning, advice} = entry
  return h(
    'div',
    {class: 'meaning'},
    h('code', null, message),
    meaning === undefined ? null : h('p', null, meaning),
    advice === undefined ? null : h('p', null, advice),
    h(
      'p',
      {class: 'shown-by'},
      h(CopyButton, {text: `${at} ${instance ?? 'redislab'} ${message}`, texts}),
      h('button', {type: 'button', onClick: onClose}, texts.close),
    ),
  )
}
