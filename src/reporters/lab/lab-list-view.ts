import type {LabEntry} from '../../core/lab/lab-index.ts'
import type {Language} from '../../core/lab/languages.ts'
import {hangText} from '../kit/hang-text.ts'
import {pad, widthOf} from '../kit/table.ts'
import type {Theme} from '../kit/theme.ts'
import {labWords} from './lab-words.ts'

export interface LabListOptions {
  readonly width?: number | undefined
  /** Of the words around the labs. @default 'en' */
  readonly language?: Language | undefined
}

/** Labs by topic, a line each; titles that are too long for the terminal go on beneath themselves. */
export function renderLabList(
  labs: readonly LabEntry[],
  theme: Theme,
  {width, language = 'en'}: LabListOptions = {},
): string {
  const words = labWords[language]
  const topics = [...new Set(labs.map(({topic}) => topic ?? ('others' as const)))]
  const nameWidth = Math.max(0, ...labs.map(({lab}) => widthOf(lab)))
  const topologyWidth = Math.max(0, ...labs.map(({topology}) => topology.length))
  const lineOf = ({lab, topology, title}: LabEntry) => {
    const head = `  ${pad(theme.command(lab), nameWidth)}  ${pad(theme.dim(topology), topologyWidth)}  `
    return hangText(head, title, {width}).join('\n')
  }
  const groups = topics.map((topic) =>
    [
      theme.strong(words.topics[topic]),
      ...labs.filter((entry) => (entry.topic ?? 'others') === topic).map(lineOf),
    ].join('\n'),
  )
  return `${groups.join('\n\n')}\n\n${theme.dim(words.howToList)}`
}
