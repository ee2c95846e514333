import type {VNode} from 'preact'
import {useState} from 'preact/hooks'
import {h} from '../h.ts'
import type {Texts} from '../texts/en.ts'

/** Copies a text, and says so for a moment. */
export function CopyButton({text, texts}: {text: string; texts: Texts}): VNode {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await writeClipboard(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 1500)
  }
  return h(
    'button',
    {type: 'button', class: 'copy', onClick: () => void copy()},
    isCopied ? texts.copied : texts.copy,
  )
}

/** A page that was opened as a file may have no clipboard: then by selecting the text. */
async function writeClipboard(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}
