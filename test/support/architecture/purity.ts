import type {Module} from './module.ts'
import {type Architecture, roomOf} from './table.ts'
import {isNode, type Node, nameOf, walk} from './tree.ts'

/** Globals that a pure file has no business with, and what they bring in. */
const impureGlobals: Readonly<Record<string, string>> = {
  console: 'the console',
  crypto: 'randomness',
  fetch: 'the network',
  global: 'the global object',
  globalThis: 'the global object',
  performance: 'a clock',
  process: 'the process',
  queueMicrotask: 'a clock',
  setImmediate: 'a clock',
  setInterval: 'a clock',
  setTimeout: 'a clock',
}

/** Members of globals that are pure otherwise. */
const impureMembers: Readonly<Record<string, string>> = {
  'AbortSignal.timeout': 'a clock',
  'Date.now': 'a clock',
  'Math.random': 'randomness',
}

/** Uses of clocks, randomness, the process and the console in rooms that are to be pure. */
export function checkPurity({path: file, program, lineOf}: Module, rules: Architecture): readonly string[] {
  if (!roomOf(file, rules)?.pure) return []
  const own = new Set([...walk(program)].flatMap(([node]) => boundNames(node)))
  return [...walk(program)].flatMap(([node, parent]) => {
    const impurity = impurityOf(node, parent, own)
    return impurity === undefined ? [] : [`${file}:${lineOf(node)}: is to be pure and uses ${impurity}`]
  })
}

function impurityOf(node: Node, parent: Node | undefined, own: ReadonlySet<string>): string | undefined {
  if (node.type === 'MemberExpression') {
    const name = `${nameOf(node['object'])}.${nameOf(node['property'])}`
    return Object.hasOwn(impureMembers, name) ? `${impureMembers[name]}: ${name}` : undefined
  }
  if (nameOf(node['callee']) === 'Date') {
    if (node.type === 'CallExpression') return 'a clock: Date()'
    const isNow = node.type === 'NewExpression' && (node['arguments'] as unknown[]).length === 0
    return isNow ? 'a clock: new Date()' : undefined
  }
  const name = nameOf(node)
  if (name === undefined || own.has(name) || parent === undefined || isLabel(node, parent)) return undefined
  if (name === 'randomUUID') return `randomness: ${name}`
  return Object.hasOwn(impureGlobals, name) ? `${impureGlobals[name]}: ${name}` : undefined
}

/** Whether a name only labels something, such as the property in `phases.process` or the key in `{process: 1}`. */
function isLabel(node: Node, parent: Node): boolean {
  if (parent.type === 'MemberExpression') return parent['property'] === node && parent['computed'] !== true
  if (parent.type === 'Property' && parent['shorthand'] === true) return parent['key'] === node
  return parent['key'] === node && parent['computed'] !== true
}

/** The names that a node declares. */
function boundNames(node: Node): readonly string[] {
  if (node.type === 'VariableDeclarator') return patternNames(node['id'])
  if (node.type === 'CatchClause') return patternNames(node['param'])
  if (node.type.startsWith('Import') && node.type.endsWith('Specifier')) return patternNames(node['local'])
  const params = Array.isArray(node['params']) ? node['params'] : []
  const name = node.type.endsWith('Declaration') ? patternNames(node['id']) : []
  return [...name, ...params.flatMap(patternNames)]
}

function patternNames(pattern: unknown): readonly string[] {
  if (!isNode(pattern)) return []
  const name = nameOf(pattern)
  if (name !== undefined) return [name]
  const inner = pattern['properties'] ?? pattern['elements']
  if (Array.isArray(inner)) return inner.flatMap(patternNames)
  return patternNames(pattern['value'] ?? pattern['left'] ?? pattern['argument'])
}
