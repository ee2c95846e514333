import {isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments} from 'yaml'

/** More aliases than this in one text are no way to write confs: a few of them can stand for gigabytes. */
const maxAliases = 100

/** No manifest is nested so deeply: each level takes the parser its time. */
const maxDepth = 200

/** One document of a YAML text, with the line of each of its parts. */
export interface YamlDocument {
  readonly value: unknown
  /** The line in which a part begins: of a field, that of its name. */
  lineOf(path: readonly (string | number)[]): number
  /** Where the lines of a text stand that is written line by line (`|`); else the line of its name for each. */
  linesOf(path: readonly (string | number)[]): (index: number) => number
}

/**
 * The documents of a YAML text.
 *
 * @returns undefined when it is none; why, when it is one that is not to be taken apart
 */
export function parseYaml(text: string): readonly YamlDocument[] | {readonly why: string} | undefined {
  if (depthOf(text) > maxDepth) return {why: 'it is nested too deeply'}
  try {
    const counter = new LineCounter()
    const documents = parseAllDocuments(text, {lineCounter: counter, uniqueKeys: false})
    if (!Array.isArray(documents) || documents.some(({errors}) => errors.length > 0)) return undefined
    return documents.map((document) => {
      const value: unknown = document.toJS({maxAliasCount: maxAliases})
      const find = (path: readonly (string | number)[]) =>
        findPart(document.contents, path, (alias) => (isAlias(alias) ? alias.resolve(document) : undefined))
      const lineAt = (offset: number) => counter.linePos(offset).line
      return {
        value,
        lineOf: (path) => lineAt(find(path).at),
        linesOf: (path) => {
          const {at, node} = find(path)
          const isLiteral = isScalar(node) && node.type === 'BLOCK_LITERAL'
          const first = lineAt(at)
          return (index) => (isLiteral ? first + 1 + index : first)
        },
      }
    })
  } catch (error) {
    if (error instanceof ReferenceError) return {why: 'its YAML aliases stand for more than they should'}
    if (error instanceof RangeError) return {why: 'it is nested too deeply'}
    throw error
  }
}

/** How deeply brackets are nested, at most: a text of a bomb has next to nothing else. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(0, depth - 1)
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

function findPart(
  root: unknown,
  path: readonly (string | number)[],
  resolve: (alias: unknown) => Node | undefined,
): {readonly at: number; readonly node: unknown} {
  let node = root
  let at = startOf(root)
  for (const key of path) {
    const whole = resolve(node) ?? node
    if (isMap(whole)) {
      const pair = whole.items.find((it) => (isScalar(it.key) ? String(it.key.value) : '') === String(key))
      at = startOf(pair?.key) || at
      node = pair?.value
    } else if (isSeq(whole)) {
      node = whole.items[Number(key)]
      at = startOf(node) || at
    } else break
  }
  return {at, node}
}

function startOf(node: unknown): number {
  return (node as Node | undefined)?.range?.[0] ?? 0
}
