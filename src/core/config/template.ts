import Mustache from 'mustache'
import {RedislabError} from '../errors.ts'

export type TemplateValues = Readonly<Record<string, unknown>>

/**
 * Fills the placeholders of a conf template (Mustache: `{{port}}`, `{{#replicaOf}} … {{/replicaOf}}`). Values are
 * written as they are: conf files know no escapes.
 *
 * @param file named in errors
 * @throws RedislabError TEMPLATE_INVALID for a template that does not parse or has a placeholder that is not in `values`
 */
export function renderTemplate(template: string, values: TemplateValues, file: string): string {
  const tokens = parse(template, file)
  checkPlaceholders(tokens, [values], {template, file})
  return Mustache.render(template, values, undefined, {escape: String})
}

type Token = readonly [type: string, value: string, start: number, end: number, ...rest: unknown[]]

function parse(template: string, file: string): readonly Token[] {
  try {
    return Mustache.parse(template) as unknown as readonly Token[]
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const offset = / at (\d+)$/.exec(message)?.[1]
    const where = offset === undefined ? file : `${file}:${lineOf(template, Number(offset))}`
    throw new RedislabError('TEMPLATE_INVALID', `${where}: ${message.replace(/ at \d+$/, '')}.`, {
      suggestions: ['Placeholders are written {{name}}; sections {{#name}} … {{/name}}.'],
      cause: error,
    })
  }
}

interface Source {
  readonly template: string
  readonly file: string
}

function checkPlaceholders(
  tokens: readonly Token[],
  scopes: readonly TemplateValues[],
  source: Source,
): void {
  for (const [type, name, start, , children] of tokens) {
    if (type === 'text' || type === '!') continue
    if (type === '>' || type === '=') throw invalid(source, start, `{{${type}…}} is not supported`, [])
    const known = scopes.find((scope) => Object.hasOwn(scope, name))
    if (name !== '.' && known === undefined) {
      const names = [...new Set(scopes.flatMap((scope) => Object.keys(scope)))]
      throw invalid(source, start, `{{${name}}} is not a placeholder that redislab knows`, [
        `It knows ${names.join(', ')}.`,
      ])
    }
    if (type === '#' || type === '^') {
      const value = known?.[name]
      const inner = Array.isArray(value) ? value[0] : value
      const scope =
        typeof inner === 'object' && inner !== null ? [inner as TemplateValues, ...scopes] : scopes
      checkPlaceholders(children as readonly Token[], withUnknowns(value, scope), source)
    }
  }
}

/** Inside a section that is empty now nothing is rendered, and what its values would be called is not known. */
function withUnknowns(value: unknown, scopes: readonly TemplateValues[]): readonly TemplateValues[] {
  const isEmpty =
    value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0)
  return isEmpty
    ? [new Proxy({}, {getOwnPropertyDescriptor: () => ({configurable: true}), has: () => true}), ...scopes]
    : scopes
}

function invalid({template, file}: Source, offset: number, problem: string, suggestions: readonly string[]) {
  return new RedislabError('TEMPLATE_INVALID', `${file}:${lineOf(template, offset)}: ${problem}.`, {
    suggestions,
  })
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
