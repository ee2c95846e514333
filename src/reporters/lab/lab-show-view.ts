import {describeStep} from '../../core/lab/describe-step.ts'
import {fillIn} from '../../core/lab/fill-in.ts'
import {type Lab, type Step, valuesOf} from '../../core/lab/lab.ts'
import type {Language} from '../../core/lab/languages.ts'
import {describeWanted} from '../../core/lab/reply.ts'
import {makeAllVisible} from '../../core/text/visible.ts'
import type {Theme} from '../kit/theme.ts'
import {wrapText} from '../kit/wrap-text.ts'
import {type LabWords, labWords} from './lab-words.ts'

export interface LabShowOptions {
  readonly width?: number | undefined
  /** Of the words around the lab. @default 'en' */
  readonly language?: Language | undefined
}

/** A lab to be read: what it is about, what is claimed, and its steps as one would type them. */
export function renderLab(
  given: Lab,
  theme: Theme,
  {width = 80, language = 'en'}: LabShowOptions = {},
): string {
  // What a lab sends, and what it waits for, may hold anything.
  const lab = makeAllVisible(given)
  const words = labWords[language]
  const {strong, dim} = theme
  const columns = Math.min(width, 100)
  const wrap = (text: string, used: number) =>
    text
      .trim()
      .split('\n')
      .flatMap((line) => wrapText(line, Math.max(24, columns - used)))
  // What the lab gives a value is shown with it; what only a run measures keeps its name.
  const steps = fillIn(lab.steps, () => valuesOf(lab, {isThorough: false}))
  const about = lab.about === undefined ? [] : ['', ...wrap(lab.about, 0)]
  const claims = lab.claims.flatMap(({text, verdict = 'confirmed', because}) => {
    const expected =
      typeof verdict === 'string'
        ? words.verdicts[verdict]
        : verdict.map(({when, is}) => words.on(words.verdicts[is], when)).join(', ')
    return [
      ...wrap(text, 4).map((line, index) => `${index === 0 ? '  • ' : '    '}${line}`),
      dim(`    ${expected}`),
      ...(because === undefined ? [] : wrap(because, 4).map((line) => dim(`    ${line}`))),
    ]
  })
  return [
    `${strong(lab.title)}  ${dim(lab.name)}`,
    ...about,
    '',
    dim([lab.topology, ...describeOptions(lab)].join('  ')),
    ...(claims.length === 0 ? [] : ['', strong(words.claims), ...claims]),
    '',
    strong(words.steps),
    ...steps.flatMap((step) => renderStep(step, {theme, words, wrap, depth: 0})),
    ...(lab.expect.length === 0
      ? []
      : ['', strong(words.expectations), ...lab.expect.map(({that, say}) => `  ${say ?? that}`)]),
  ].join('\n')
}

interface Writing {
  readonly theme: Theme
  readonly words: LabWords
  readonly wrap: (text: string, used: number) => readonly string[]
  readonly depth: number
}

function renderStep(step: Step, writing: Writing): readonly string[] {
  const {theme, words, wrap, depth} = writing
  const indent = ' '.repeat(2 * depth)
  const said = step.say === undefined ? [] : ['', ...wrap(step.say, 2).map((line) => `  ${line}`)]
  if (step.kind === 'say') return said
  const number = depth === 0 ? String(step.number).padStart(3) : '   '
  const wanted = describeReply(step, words)
  const tags = [
    step.shows === undefined ? [] : words.shows(step.shows),
    step.refutes === undefined ? [] : words.refutes(step.refutes),
  ].flat()
  const notes = [wanted === undefined ? '' : `→ ${wanted}`, ...tags.map((tag) => `[${tag}]`)].filter(
    (note) => note !== '',
  )
  const lines = wrap(describeStep(step), 5 + 2 * depth)
  const text = lines.map(
    (line, index) => `${theme.dim(index === 0 ? number : '   ')}  ${indent}${theme.command(line)}`,
  )
  const tail = notes.length === 0 ? '' : `  ${theme.dim(notes.join('  '))}`
  const steps =
    'steps' in step ? step.steps.flatMap((one) => renderStep(one, {...writing, depth: depth + 1})) : []
  return [...said, ...text.slice(0, -1), `${text.at(-1) ?? ''}${tail}`, ...steps]
}

function describeReply(step: Step, words: LabWords): string | undefined {
  if (step.kind === 'command' && step.blocks !== undefined) return words.noReply(step.blocks)
  if (step.kind === 'await' || step.kind === 'never')
    return step.kind === 'await' && step.within !== undefined ? words.within(step.within) : undefined
  if (step.kind !== 'command' && step.kind !== 'answer') return undefined
  if (step.error !== undefined) return `(error) ${step.error}`
  if (step.reply === undefined) return undefined
  // A command names its field itself.
  const field = step.kind === 'answer' && step.field !== undefined ? `${step.field} ` : ''
  return `${field}${describeWanted(step.reply)}`
}

function describeOptions({options}: Lab): readonly string[] {
  return Object.entries(options).map(([name, value]) =>
    typeof value === 'object'
      ? Object.entries(value)
          .map(([key, setting]) => `--${name} ${key}=${setting}`)
          .join('  ')
      : value === true
        ? `--${name}`
        : `--${name} ${name === 'password' ? '…' : value}`,
  )
}
