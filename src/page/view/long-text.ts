import type {VNode} from 'preact'
import {useState} from 'preact/hooks'
import {h} from '../h.ts'
import type {Texts} from '../texts/en.ts'

/** About four lines of a card: a list of a hundred names is cut there. */
const mostLetters = 320

/** A text of which a reader sees the first lines until all of it is asked for. */
export function LongText({text, texts}: {text: string; texts: Texts}): VNode {
  const [isWhole, setWhole] = useState(text.length <= mostLetters)
  return h(
    'div',
    null,
    h('p', {class: isWhole ? '' : 'clamped'}, text),
    isWhole
      ? null
      : h('button', {type: 'button', class: 'plain', onClick: () => setWhole(true)}, texts.wholeText),
  )
}
