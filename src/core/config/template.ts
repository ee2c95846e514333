import Mustache from 'mustache'
import {RedislabError} from '../errors.ts'
import {messageOf} from '../message-of.ts'

/** The placeholders of a template: each name, with the names inside it where it is a section over objects. */
export type Placeholders = {readonly [name: string]: Placeholders}

/** What a template is rendered from. */
export interface Template {
  /** Named in errors. */
  readonly file: string
  readonly text: string
}

/**
 * Fills the placeholders of a conf template (Mustache: `{{port}}`, `{{#replicaOf}} … {{/replicaOf}}`). Values are
 * written as they are, since conf files know no escapes.
 *
 * @throws RedislabError TEMPLATE_INVALID for a template that does not parse or has a placeholder that is not known
 */
export function renderTemplate(
  template: Template,
  placeholders: Placeholders,
  values: Readonly<Record<string, unknown>>,
): string {
  checkTokens(parse(template), [placeholders], template)
  return Mustache.render(template.text, values, undefined, {escape: String})
}

const howTo = 'Placeholders are written {{name}}; sections {{#name}} … {{/name}}.'

type Token = readonly [type: string, value: string, start: number, end: number, children?: readonly Token[]]

/**
 * Parses a template, which takes longer than to fill it in; Mustache keeps what it has parsed.
 *
 * @throws RedislabError TEMPLATE_INVALID
 */
export function checkSyntax(template: Template): void {
  parse(template)
}

function parse(template: Template): readonly Token[] {
  try {
    return Mustache.parse(template.text) as unknown as readonly Token[]
  } catch (error) {
    const message = messageOf(error)
    const offset = / at (\d+)$/.exec(message)?.[1]
    throw invalid(template, Number(offset ?? 0), message.replace(/ at \d+$/, ''), [howTo])
  }
}

function checkTokens(tokens: readonly Token[], scopes: readonly Placeholders[], template: Template): void {
  for (const [type, name, start, , children = []] of tokens) {
    if (type === 'text' || type === '!') continue
    if (type === '>' || type === '=') throw invalid(template, start, `{{${type}…}} is not supported`, [howTo])
    const scope = scopes.find((names) => Object.hasOwn(names, name))
    if (scope === undefined) {
      const known = [...new Set(scopes.flatMap((names) => Object.keys(names)))].sort()
      throw invalid(template, start, `{{${name}}} is not a placeholder that redislab knows`, [
        `It knows ${known.join(', ')}.`,
      ])
    }
    checkTokens(children, [scope[name] ?? {}, ...scopes], template)
  }
}

function invalid({text, file}: Template, offset: number, problem: string, suggestions: readonly string[]) {
  const line = text.slice(0, offset).split('\n').length
  return new RedislabError('TEMPLATE_INVALID', `${file}:${line}: ${problem}.`, {
    suggestions,
    details: {file, line},
  })
}
