import type {Module} from './module.ts'
import {type Architecture, isWithin} from './table.ts'
import {isNode, type Node, nameOf} from './tree.ts'

/** Commands without a summary or an example. */
export function checkCommand({path: file, program}: Module, {commands}: Architecture): readonly string[] {
  if (!isWithin(file, commands)) return []
  const exported = (program['body'] as readonly Node[]).find(({type}) => type === 'ExportDefaultDeclaration')
  const declaration = exported?.['declaration']
  if (!isNode(declaration) || declaration.type !== 'ClassDeclaration') {
    return [`${file}: has no command: no class is its default export`]
  }
  const members = (declaration['body'] as Node)['body'] as readonly Node[]
  const memberOf = (name: string) =>
    members.find((member) => member['static'] === true && nameOf(member['key']) === name)?.['value']
  return [
    ...(isFilled(memberOf('summary')) ? [] : [`${file}: the command has no summary`]),
    ...(isFilled(memberOf('examples')) ? [] : [`${file}: the command has no example`]),
  ]
}

/** Neither missing nor an empty text or list. */
function isFilled(value: unknown): boolean {
  if (!isNode(value)) return false
  if (value.type === 'ArrayExpression') return (value['elements'] as unknown[]).length > 0
  return value.type !== 'Literal' || (typeof value['value'] === 'string' && value['value'].trim() !== '')
}
