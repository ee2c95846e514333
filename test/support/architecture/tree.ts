/** A node of the syntax tree: an object with a type and a place. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly [field: string]: unknown
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string'
}

export function nameOf(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Identifier' ? String(node['name']) : undefined
}

export function* walk(node: Node, parent?: Node): Generator<[Node, Node | undefined]> {
  yield [node, parent]
  for (const field of Object.values(node)) {
    for (const child of Array.isArray(field) ? field : [field]) if (isNode(child)) yield* walk(child, node)
  }
}
