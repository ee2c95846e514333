import jsep from 'jsep'
import {messageOf} from '../errors/message-of.ts'

/** What expressions are about: numbers, texts, and what has fields. */
export type Value =
  | number
  | string
  | boolean
  | null
  | undefined
  | readonly Value[]
  | {readonly [name: string]: Value}
export type Scope = Readonly<Record<string, Value>>

/** Where and why a text is no expression. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
}

type Node = jsep.Expression

/** Reading and evaluating go as deep as the expression is nested, and the stack of calls has an end. */
const mostCharacters = 1000

/**
 * A condition or a calculation over what a lab measured: `phases.odownMs < 2500`,
 * `writer.acknowledged == writer.surviving + writer.lost`. It can read, compare and calculate, and nothing else.
 */
export class Expression {
  readonly text: string
  readonly #node: Node
  /** The paths that it reads, in their order: `phases.odownMs`. */
  readonly paths: readonly string[]

  private constructor(text: string, node: Node) {
    this.text = text
    this.#node = node
    this.paths = [...new Set(pathsOf(node))]
  }

  /** @throws ExpressionError */
  static parse(text: string): Expression {
    if (text.length > mostCharacters) {
      throw new ExpressionError(
        `it has ${text.length} characters; an expression has at most ${mostCharacters}`,
      )
    }
    let node: Node
    try {
      node = jsep(text)
    } catch (error) {
      throw new ExpressionError(messageOf(error))
    }
    const problem = findUnknown(node)
    if (problem !== undefined) throw new ExpressionError(problem)
    return new Expression(text, node)
  }

  /** The value; undefined where it depends on something that was not measured. */
  evaluate(scope: Scope): Value {
    return evaluate(this.#node, scope)
  }

  /** What was measured of what it reads: `phases.odownMs = 1043`. */
  describe(scope: Scope): string {
    return this.paths.map((path) => `${path} = ${formatValue(valueAt(path, scope))}`).join(', ')
  }
}

/** Finds `writer.lost` or `tries.count` in what was measured. */
function valueAt(path: string, scope: Scope): Value {
  return path.split('.').reduce<Value>((value, name) => fieldOf(value, name), scope as Value)
}

function fieldOf(value: Value, name: string): Value {
  if (value === null || typeof value !== 'object') return undefined
  if (Array.isArray(value)) return name === 'length' ? value.length : value[Number(name)]
  return Object.hasOwn(value, name) ? (value as Scope)[name] : undefined
}

export function formatValue(value: Value): string {
  if (value === undefined) return 'not measured'
  if (value === null) return 'null'
  if (typeof value === 'number') return String(Math.round(value * 100) / 100)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

type Operands = readonly [Value, Value]
const arithmetic: Readonly<Record<string, (left: number, right: number) => Value>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
}
const comparisons: Readonly<Record<string, (operands: Operands) => Value>> = {
  '==': ([left, right]) => left === right,
  '!=': ([left, right]) => left !== right,
}
const orders: Readonly<Record<string, (left: string, right: string) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
}

/** INFO and GET give numbers as texts: beside a number, and in a calculation, such a text is that number. */
function toNumber(value: Value): Value {
  return typeof value === 'string' && /^-?\d{1,15}(\.\d+)?$/.test(value) ? Number(value) : value
}

function evaluate(node: Node, scope: Scope): Value {
  if (isLiteral(node)) return node.value as Value
  if (isIdentifier(node)) return fieldOf(scope as Value, node.name)
  if (isMember(node)) return fieldOf(evaluate(node.object, scope), memberName(node))
  if (isUnary(node)) {
    const value = evaluate(node.argument, scope)
    if (value === undefined) return undefined
    return node.operator === '!' ? !value : -Number(value)
  }
  if (!isBinary(node)) return undefined
  const {operator} = node
  const left = evaluate(node.left, scope)
  if (operator === '&&') return left === undefined ? undefined : left && evaluate(node.right, scope)
  if (operator === '||') return left === undefined ? undefined : left || evaluate(node.right, scope)
  const right = evaluate(node.right, scope)
  if (left === undefined || right === undefined) return undefined
  const [first, second] = typeof left === typeof right ? [left, right] : [toNumber(left), toNumber(right)]
  const compare = comparisons[operator]
  if (compare !== undefined) return compare([first, second])
  return calculate(operator, left, right)
}

function calculate(operator: string, left: Value, right: Value): Value {
  const [first, second] = [toNumber(left), toNumber(right)]
  if (typeof first === 'number' && typeof second === 'number') {
    const value = arithmetic[operator]?.(first, second)
    // A division by zero has measured nothing.
    return typeof value === 'number' && !Number.isFinite(value) ? undefined : value
  }
  // A time that is null did not come: it is not smaller than any limit. Of two texts, such as run ids, one comes first.
  return typeof left === 'string' && typeof right === 'string' ? orders[operator]?.(left, right) : undefined
}

function findUnknown(node: Node): string | undefined {
  if (isLiteral(node) || isIdentifier(node)) return undefined
  if (isMember(node)) {
    if (memberName(node) === '') return 'only names and numbers can stand behind a dot or in brackets'
    return findUnknown(node.object)
  }
  if (isUnary(node)) {
    return node.operator === '!' || node.operator === '-'
      ? findUnknown(node.argument)
      : `"${node.operator}" is not an operator here`
  }
  if (isBinary(node)) {
    const known = [...Object.keys(arithmetic), ...Object.keys(comparisons), '&&', '||']
    if (!known.includes(node.operator))
      return `"${node.operator}" is not an operator here: use ${known.join(' ')}`
    return findUnknown(node.left) ?? findUnknown(node.right)
  }
  return 'it is not one comparison or calculation'
}

function pathsOf(node: Node): readonly string[] {
  if (isIdentifier(node)) return [node.name]
  if (isMember(node)) {
    const [path] = pathsOf(node.object)
    return path === undefined ? [] : [`${path}.${memberName(node)}`]
  }
  if (isUnary(node)) return pathsOf(node.argument)
  return isBinary(node) ? [...pathsOf(node.left), ...pathsOf(node.right)] : []
}

function memberName(node: jsep.MemberExpression): string {
  if (isIdentifier(node.property) && !node.computed) return node.property.name
  return isLiteral(node.property) ? String(node.property.value) : ''
}

function isLiteral(node: Node): node is jsep.Literal {
  return node.type === 'Literal'
}
function isIdentifier(node: Node): node is jsep.Identifier {
  return node.type === 'Identifier'
}
function isMember(node: Node): node is jsep.MemberExpression {
  return node.type === 'MemberExpression'
}
function isUnary(node: Node): node is jsep.UnaryExpression {
  return node.type === 'UnaryExpression'
}
function isBinary(node: Node): node is jsep.BinaryExpression {
  return node.type === 'BinaryExpression'
}
