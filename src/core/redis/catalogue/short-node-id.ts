/** From 7.2 on the node's own name stands behind its id, in brackets that are mostly empty. */
export function short(node: string): string {
  return `${node.slice(0, 8)}…`
}
