import {type Document, LineCounter, parseDocument} from 'yaml'
import {messageOf} from '../errors/message-of.ts'
import type {Path, Position, Problem} from './problems.ts'

/** Longer files are not labs. */
const mostCharacters = 500_000
/** Nor is what is nested deeper. */
const deepest = 100
const tooDeep = `it is nested deeper than ${deepest}`

export interface Yaml {
  readonly document: Document.Parsed
  /** What it says, as values. */
  readonly source: unknown
  readonly positionAt: (offset: number) => Position
}

export type ReadYaml = {readonly yaml: Yaml} | {readonly problems: readonly Problem[]}

/** Reads a text that must be one document of YAML, of a size and a depth that a person could have written. */
export function readYaml(text: string): ReadYaml {
  if (text.length > mostCharacters) {
    return problemAtStart(`the file has ${text.length} characters; a lab has at most ${mostCharacters}`)
  }
  const lines = new LineCounter()
  // With `silent` it would not tell of a second document.
  const document = parseDocument(text, {lineCounter: lines, prettyErrors: false, logLevel: 'error'})
  const positionAt = (offset: number): Position => {
    const {line, col} = lines.linePos(offset)
    return {line: Math.max(1, line), column: Math.max(1, col)}
  }
  const broken = [...document.errors, ...document.warnings]
  if (broken.length > 0) {
    return {
      problems: broken.map(({code, message, pos}) => ({
        ...positionAt(pos[0]),
        message: explain(code, message),
      })),
    }
  }
  try {
    const source: unknown = document.toJS({maxAliasCount: 50})
    const way = findEndless(source, [], [])
    if (way === undefined) return {yaml: {document, source, positionAt}}
    const node = document.getIn(way, true) as {readonly range?: readonly [number, number, number]} | undefined
    return {
      problems: [{...positionAt(node?.range?.[0] ?? 0), message: `${tooDeep}, or holds itself by an alias`}],
    }
  } catch (error) {
    // An alias bomb.
    const message = messageOf(error)
    return problemAtStart(
      /alias count/.test(message)
        ? 'it repeats itself too often by aliases (*name)'
        : `it is not YAML: ${message}`,
    )
  }
}

function explain(code: string, message: string): string {
  if (code === 'MULTIPLE_DOCS') return 'a file holds one lab: this begins another document'
  return code === 'RESOURCE_EXHAUSTION' ? tooDeep : `it is not YAML: ${message}`
}

function problemAtStart(message: string): ReadYaml {
  return {problems: [{line: 1, column: 1, message}]}
}

/** The way to something that holds itself, or that is nested too deep. */
function findEndless(value: unknown, path: Path, holders: readonly unknown[]): Path | undefined {
  if (value === null || typeof value !== 'object') return undefined
  if (holders.includes(value) || path.length > deepest) return path
  for (const [key, inner] of Object.entries(value)) {
    const found = findEndless(inner, [...path, Array.isArray(value) ? Number(key) : key], [...holders, value])
    if (found !== undefined) return found
  }
  return undefined
}
