import path from 'node:path'
import {parseAst} from 'vitest/node'
import {isNode, type Node, walk} from './tree.ts'

/** A file of `src`, by its path below it: `core/errors.ts`. */
export interface SourceFile {
  readonly path: string
  readonly source: string
}

export interface Import {
  /** A path below `src`, or a package (`@oclif/core`, `node:fs/promises`). */
  readonly target: string
  readonly isOurs: boolean
  readonly isType: boolean
  readonly line: number
}

export interface Module {
  readonly path: string
  readonly imports: readonly Import[]
  readonly program: Node
  readonly lineOf: (node: Node) => number
}

export function readModule({path: file, source}: SourceFile): Module {
  const program = parseAst(source, {lang: 'ts'}) as unknown as Node
  const lineOf = (node: Node) => source.slice(0, node.start).split('\n').length
  const imports = [...walk(program)].flatMap(([node]) => {
    const specifier = specifierOf(node)
    if (specifier === undefined) return []
    const isOurs = specifier.startsWith('.')
    const target = isOurs ? path.posix.join(path.posix.dirname(file), specifier) : packageOf(specifier)
    return [{target, isOurs, isType: isTypeOnly(node), line: lineOf(node)}]
  })
  return {path: file, imports, program, lineOf}
}

/** What a node imports from; for a dynamic import of something that is computed, a name that no table holds. */
function specifierOf(node: Node): string | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType': {
      const source = node['source']
      if (!isNode(source)) return undefined
      const value = source['value']
      return typeof value === 'string' ? value : '(computed)'
    }
    case 'TSExternalModuleReference': {
      const expression = node['expression']
      return isNode(expression) ? String(expression['value']) : undefined
    }
    default:
      return undefined
  }
}

function isTypeOnly(node: Node): boolean {
  if (node.type === 'TSImportType' || node['importKind'] === 'type' || node['exportKind'] === 'type')
    return true
  const specifiers = node['specifiers']
  if (!Array.isArray(specifiers) || specifiers.length === 0) return false
  return specifiers.every(({importKind, exportKind}) => importKind === 'type' || exportKind === 'type')
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
