import {type Document, isMap, isPair, isScalar, type Node} from 'yaml'
import type {z} from 'zod/mini'
import {safeParse} from 'zod/mini'
import {findNearest} from '../text/nearest.ts'
import {describeIssue, type Issue, unfoldIssue, valueBelow} from './describe-issue.ts'

export interface Position {
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
}

/** What is wrong with a lab file, where, and what would be right. */
export interface Problem extends Position {
  readonly message: string
}

export type Path = readonly (string | number)[]

/** Gathers what is wrong with a file, and knows where in the text each part of it stands. */
export class Problems {
  readonly found: Problem[] = []
  readonly #document: Document.Parsed
  readonly #positionAt: (offset: number) => Position

  constructor(document: Document.Parsed, positionAt: (offset: number) => Position) {
    this.#document = document
    this.#positionAt = positionAt
  }

  /** @param isKey whether it is the key that is wrong, not what it holds */
  add(path: Path, message: string, {isKey = false}: {readonly isKey?: boolean} = {}): void {
    this.found.push({...this.positionOf(path, isKey), message})
  }

  /** Judges a value by a schema. @returns what the schema makes of it, or undefined when something is wrong */
  check<Schema extends z.ZodMiniType>(
    schema: Schema,
    value: unknown,
    path: Path,
  ): z.infer<Schema> | undefined {
    const result = safeParse(schema, value)
    if (result.success) return result.data
    const issues = (result.error.issues as readonly Issue[]).flatMap((issue) => unfoldIssue(issue, value))
    // A misspelt word is one mistake, not two.
    const meant = issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.flatMap((key) => {
            const nearest = findNearest(key, knownKeysAt(schema, issue.path))
            return nearest === undefined ? [] : [[...issue.path, nearest].join('.')]
          })
        : [],
    )
    for (const issue of issues.filter((it) => !meant.includes(it.path.join('.')))) {
      this.#addIssue(issue, {schema, value, path})
    }
    return undefined
  }

  #addIssue(issue: Issue, {schema, value, path}: {schema: z.ZodMiniType; value: unknown; path: Path}): void {
    const below = issue.path.filter((part) => typeof part !== 'symbol')
    const at = [...path, ...below]
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) this.addUnknownKey([...at, key], knownKeysAt(schema, issue.path))
      return
    }
    this.add(at, describeIssue(issue, at, valueBelow(value, below)))
  }

  /** A word that does not belong there, with the one that was probably meant. */
  addUnknownKey(path: Path, known: readonly string[]): void {
    const key = String(path.at(-1))
    const nearest = findNearest(key, known)
    const instead =
      nearest === undefined
        ? known.length === 0
          ? ''
          : `; here can stand ${known.join(', ')}`
        : `: did you mean \`${nearest}\`?`
    this.add(path, `\`${key}\` does not belong here${instead}`, {isKey: true})
  }

  positionOf(path: Path, isKey = false): Position {
    // Of something that is missing, the place where it is missed.
    for (let length = path.length; length >= 0; length -= 1) {
      const offset = this.#offsetOf(path.slice(0, length), isKey && length === path.length)
      if (offset !== undefined) return this.#positionAt(offset)
    }
    return {line: 1, column: 1}
  }

  #offsetOf(path: Path, isKey: boolean): number | undefined {
    if (isKey || path.length > 0) {
      const parent =
        path.length === 1 ? this.#document.contents : this.#document.getIn(path.slice(0, -1), true)
      if (isKey && isMap(parent)) {
        const pair = parent.items.find(
          (item) => isPair(item) && isScalar(item.key) && item.key.value === path.at(-1),
        )
        return (pair?.key as Node | undefined)?.range?.[0]
      }
    }
    const node = path.length === 0 ? this.#document.contents : this.#document.getIn(path, true)
    return (node as Node | undefined)?.range?.[0]
  }
}

/** The keys that a strict object of a schema knows, at a path below it. */
function knownKeysAt(schema: z.ZodMiniType, path: readonly PropertyKey[]): readonly string[] {
  let current: unknown = schema
  for (const part of path) current = childOf(current, part)
  return keysOf(current)
}

interface Definition {
  readonly type: string
  readonly shape?: Readonly<Record<string, unknown>>
  readonly element?: unknown
  readonly valueType?: unknown
  readonly innerType?: unknown
  readonly options?: readonly unknown[]
  readonly getter?: () => unknown
}

function definitionOf(schema: unknown): Definition | undefined {
  const definition = (schema as {readonly _zod?: {readonly def: Definition}} | undefined)?._zod?.def
  if (definition?.innerType !== undefined) return definitionOf(definition.innerType)
  return definition?.getter === undefined ? definition : definitionOf(definition.getter())
}

function childOf(schema: unknown, part: PropertyKey): unknown {
  const definition = definitionOf(schema)
  switch (definition?.type) {
    case 'object':
      return definition.shape?.[String(part)]
    case 'array':
      return definition.element
    case 'record':
      return definition.valueType
    case 'union':
      return definition.options?.find((option) => definitionOf(childOf(option, part)) !== undefined)
    default:
      return undefined
  }
}

function keysOf(schema: unknown): readonly string[] {
  const definition = definitionOf(schema)
  if (definition?.type === 'object') return Object.keys(definition.shape ?? {})
  return definition?.type === 'union' ? (definition.options ?? []).flatMap(keysOf) : []
}
