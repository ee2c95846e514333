import Mustache from 'mustache'
import {messageOf} from '../errors/message-of.ts'
import {type Mistake, refuseMistakes} from './mistake.ts'

/** The placeholders of a template: each name, with the names inside it where it is a section over objects. */
export type Placeholders = {readonly [name: string]: Placeholders}

/** What a template is rendered from. */
export interface Template {
  /** Named in errors. */
  readonly file: string
  readonly text: string
}

/** A template that is filled in. */
export interface Rendered {
  readonly text: string
  /** For each line of the text the line of the template that it comes from, from 1. */
  readonly origins: readonly number[]
}

/**
 * Fills the placeholders of a conf template (Mustache: `{{port}}`, `{{#replicaOf}} … {{/replicaOf}}`). Values are
 * written as they are, since conf files know no escapes.
 *
 * @throws RedislabError TEMPLATE_INVALID for a template with {@link findTemplateMistakes}
 */
export function renderTemplate(
  template: Template,
  placeholders: Placeholders,
  values: Readonly<Record<string, unknown>>,
): Rendered {
  refuseMistakes(findTemplateMistakes(template, placeholders))
  const marked = writerOf(template).render(template.text, values, undefined, {escape: String})
  const origins: number[] = []
  const lines = marked.split('\n').map((line) => {
    // The last one: what a section that is left out or repeated leaves at the beginning of a line is from elsewhere.
    origins.push(Number(/.*\0(\d+)\0/.exec(line)?.[1] ?? origins.at(-1) ?? 1))
    return line.replace(/\0\d+\0/g, '')
  })
  return {text: lines.join('\n'), origins}
}

/** Puts `NUL number NUL` before what stands on each line of a template, so that a rendered line knows where it is from. */
class MarkingWriter extends Mustache.Writer {
  readonly #template: string

  constructor(template: string) {
    super()
    this.#template = template
  }

  override rawValue([, text, start]: string[]): string {
    const first = lineAt(this.#template, Number(start))
    const lines = (text ?? '').split('\n')
    return lines.map((line, index) => `\0${first + index}\0${line}`).join('\n')
  }
}

/** Many confs are made from one template: its writer, which keeps what it has parsed, and what was found wrong with it. */
const writers = new WeakMap<Template, MarkingWriter>()
const judged = new WeakMap<Template, Map<Placeholders, readonly Mistake[]>>()

function writerOf(template: Template): MarkingWriter {
  const writer = writers.get(template) ?? new MarkingWriter(template.text)
  writers.set(template, writer)
  return writer
}

/** What cannot be in a template: a section that is not closed, placeholders that are not known. */
export function findTemplateMistakes(template: Template, placeholders: Placeholders): readonly Mistake[] {
  const known = judged.get(template) ?? new Map<Placeholders, readonly Mistake[]>()
  judged.set(template, known)
  const mistakes = known.get(placeholders) ?? judge(template, placeholders)
  known.set(placeholders, mistakes)
  return mistakes
}

function judge(template: Template, placeholders: Placeholders): readonly Mistake[] {
  const nul = template.text.indexOf('\0')
  if (nul >= 0)
    return [mistake(template, nul, 'a NUL character does not belong into a conf file', 'Take it out.')]
  try {
    const tokens = Mustache.parse(template.text) as unknown as readonly Token[]
    return checkTokens(tokens, [placeholders], template)
  } catch (error) {
    const message = messageOf(error)
    const offset = / at (\d+)$/.exec(message)?.[1]
    return [mistake(template, Number(offset ?? 0), message.replace(/ at \d+$/, ''), howTo)]
  }
}

const howTo = 'Placeholders are written {{name}}; sections {{#name}} … {{/name}}.'

type Token = readonly [type: string, value: string, start: number, end: number, children?: readonly Token[]]

function checkTokens(
  tokens: readonly Token[],
  scopes: readonly Placeholders[],
  template: Template,
): readonly Mistake[] {
  return tokens.flatMap(([type, name, start, , children = []]) => {
    if (type === 'text' || type === '!') return []
    if (type === '>' || type === '=')
      return [mistake(template, start, `{{${type}…}} is not supported`, howTo)]
    const scope = scopes.find((names) => Object.hasOwn(names, name))
    const known = [...new Set(scopes.flatMap((names) => Object.keys(names)))].sort()
    const unknown =
      scope === undefined
        ? [
            mistake(
              template,
              start,
              `{{${name}}} is not a placeholder that redislab knows`,
              `It knows ${known.join(', ')}.`,
            ),
          ]
        : []
    // Inside a section that is not known nobody can say which names are.
    const inside = scope === undefined ? [] : checkTokens(children, [scope[name] ?? {}, ...scopes], template)
    return [...unknown, ...inside]
  })
}

function mistake({text, file}: Template, offset: number, problem: string, remedy: string): Mistake {
  const line = lineAt(text, offset)
  return {where: `${file}:${line}`, problem, remedy, file, line}
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
