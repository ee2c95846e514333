import {readdir, readFile} from 'node:fs/promises'
import path from 'node:path'
import {parseAst} from 'vitest/node'

/** A file of `src`, by its path below it: `core/errors.ts`. */
export interface SourceFile {
  readonly path: string
  readonly source: string
}

/** One room of the house: a folder of `src` (or one file), and what its files may import. */
export interface Room {
  readonly name: string
  /** Other rooms. A room may always import from itself, unless it is `apart`. */
  readonly rooms: readonly string[]
  /** Rooms of which it may import types only. */
  readonly typesOf?: readonly string[]
  /** Packages; `node:*` is all of Node's own. */
  readonly packages: readonly string[]
  /** No clock, no randomness, no process, no console: the same arguments give the same result. */
  readonly pure?: true
  /** Its files never import each other. */
  readonly apart?: true
}

export interface Architecture {
  /** A file belongs to the room with the longest name that fits its path. */
  readonly rooms: readonly Room[]
  /** Files that must not load certain packages, not even by way of others. */
  readonly neverReaches: readonly {readonly file: string; readonly packages: readonly string[]}[]
  /** Packages that any file may import, since the compiler emits them. */
  readonly everywhere: readonly string[]
  /** The room of the oclif commands, each of which needs a summary and an example. */
  readonly commands: string
}

const below = ['core', 'engine', 'load', 'runner', 'doctor', 'reporters'] as const

/** The import table of the project. The tree reads downwards: nothing imports from a room below its own line. */
export const architecture: Architecture = {
  rooms: [
    {
      name: 'core',
      rooms: [],
      packages: ['zod', 'yaml', 'jsep', 'mustache', 'fastest-levenshtein'],
      pure: true,
    },
    {name: 'engine', rooms: ['core'], packages: ['node:*']},
    {name: 'engine/host', rooms: ['core', 'engine'], packages: ['node:*', 'execa']},
    {name: 'engine/redis', rooms: ['core', 'engine'], packages: ['node:*', 'ioredis']},
    // What another process wrote to disk is judged by a schema before it is trusted.
    {name: 'engine/state', rooms: ['core', 'engine'], packages: ['node:*', 'zod']},
    {name: 'load', rooms: ['core', 'engine'], packages: ['node:*']},
    {name: 'runner', rooms: ['core', 'engine', 'load'], packages: ['node:*', 'yaml']},
    {name: 'doctor', rooms: ['core', 'engine', 'load'], packages: ['node:*']},
    {
      name: 'reporters',
      rooms: ['core'],
      typesOf: ['runner'],
      packages: ['chalk', 'listr2', 'log-update', 'string-width', 'node:process'],
    },
    {name: 'testing', rooms: ['core', 'engine', 'load', 'runner'], packages: ['node:*']},
    {name: 'index.ts', rooms: ['core', 'engine', 'load', 'runner'], packages: []},
    {name: 'cli', rooms: below, packages: ['node:*', '@oclif/core']},
    {name: 'commands', rooms: ['cli', ...below], packages: ['node:*', '@oclif/core'], apart: true},
  ],
  neverReaches: [
    {file: 'index.ts', packages: ['@oclif/core', 'chalk', 'listr2', 'log-update']},
    {file: 'testing/index.ts', packages: ['@oclif/core', 'chalk', 'listr2', 'log-update']},
  ],
  everywhere: ['tslib'],
  commands: 'commands',
}

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

/** Reads the TypeScript files of a folder, without the unit tests that stand beside their sources. */
export async function readSources(root: string): Promise<readonly SourceFile[]> {
  const names = await readdir(root, {recursive: true})
  return Promise.all(
    names
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .sort()
      .map(async (name) => ({
        path: name.split(path.sep).join('/'),
        source: await readFile(path.join(root, name), 'utf8'),
      })),
  )
}

/** Every breach of the architecture, one sentence each, in the order of the files. */
export function findBreaches(files: readonly SourceFile[], rules = architecture): readonly string[] {
  const modules = files.map(readModule)
  return [
    ...modules.flatMap((module) => [
      ...checkImports(module, rules),
      ...checkPurity(module, rules),
      ...checkCommand(module, rules),
    ]),
    ...findCycles(modules).map((cycle) => `${cycle[0]}: imports itself in a circle: ${cycle.join(' → ')}`),
    ...rules.neverReaches.flatMap(({file, packages}) =>
      packages.flatMap((name) => {
        const way = findWay(modules, file, name)
        return way === undefined ? [] : [`${file}: reaches ${name}: ${way.join(' → ')}`]
      }),
    ),
  ]
}

interface Import {
  /** A path below `src`, or a package (`@oclif/core`, `node:fs/promises`). */
  readonly target: string
  readonly isOurs: boolean
  readonly isType: boolean
  readonly line: number
}

interface Module {
  readonly path: string
  readonly imports: readonly Import[]
  readonly program: Node
  readonly lineOf: (node: Node) => number
}

function readModule({path: file, source}: SourceFile): Module {
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

function checkImports(module: Module, rules: Architecture): readonly string[] {
  const room = roomOf(module.path, rules)
  if (room === undefined) return [`${module.path}: is in no room of the table`]
  return module.imports.flatMap((imported) => {
    const problem = imported.isOurs
      ? judgeFile(imported, room, rules)
      : judgePackage(imported.target, room, rules)
    return problem === undefined ? [] : [`${module.path}:${imported.line}: ${room.name} ${problem}`]
  })
}

function judgeFile({target, isType}: Import, room: Room, rules: Architecture): string | undefined {
  const other = roomOf(target, rules)
  if (other === undefined) return `imports ${target}, which is in no room of the table`
  if (isWithin(other.name, room.name)) {
    return room.apart ? `files never import each other, and this one imports ${target}` : undefined
  }
  if (room.rooms.some((name) => isWithin(other.name, name))) return undefined
  if (!room.typesOf?.some((name) => isWithin(other.name, name))) return `may not import ${target}`
  return isType ? undefined : `may import only types from ${target}`
}

function judgePackage(name: string, room: Room, rules: Architecture): string | undefined {
  if (rules.everywhere.includes(name) || allowsPackage(room, name)) return undefined
  const homes = rules.rooms.filter((other) => allowsPackage(other, name)).map((other) => other.name)
  return `may not import ${name}${homes.length > 0 ? ` (${homes.join(', ')} may)` : ''}`
}

function allowsPackage({packages}: Room, name: string): boolean {
  return packages.includes(name) || (name.startsWith('node:') && packages.includes('node:*'))
}

function roomOf(file: string, {rooms}: Architecture): Room | undefined {
  return rooms
    .filter(({name}) => isWithin(file, name))
    .reduce<Room | undefined>(
      (longest, room) => (room.name.length > (longest?.name.length ?? 0) ? room : longest),
      undefined,
    )
}

function isWithin(file: string, room: string): boolean {
  return file === room || file.startsWith(`${room}/`)
}

function checkPurity({path: file, program, lineOf}: Module, rules: Architecture): readonly string[] {
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

function checkCommand({path: file, program}: Module, {commands}: Architecture): readonly string[] {
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

/** One circle for each group of files that import each other, starting at its first file. */
function findCycles(modules: readonly Module[]): readonly (readonly string[])[] {
  const told = new Set<string>()
  return modules.flatMap(({path: file}) => {
    if (told.has(file)) return []
    const way = findWay(modules, file, file)
    for (const step of way ?? []) told.add(step)
    return way === undefined ? [] : [way]
  })
}

/** The shortest way from a file to another file or a package. */
function findWay(modules: readonly Module[], from: string, to: string): readonly string[] | undefined {
  const importsOf = new Map(modules.map((module) => [module.path, module.imports]))
  const seen = new Set<string>()
  const ways: (readonly string[])[] = [[from]]
  for (const way of ways) {
    for (const {target} of importsOf.get(way.at(-1) ?? '') ?? []) {
      if (target === to) return [...way, target]
      if (!seen.has(target)) ways.push([...way, target])
      seen.add(target)
    }
  }
  return undefined
}

/** A node of the syntax tree: an object with a type and a place. */
interface Node {
  readonly type: string
  readonly start: number
  readonly [field: string]: unknown
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string'
}

function nameOf(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Identifier' ? String(node['name']) : undefined
}

function* walk(node: Node, parent?: Node): Generator<[Node, Node | undefined]> {
  yield [node, parent]
  for (const field of Object.values(node)) {
    for (const child of Array.isArray(field) ? field : [field]) if (isNode(child)) yield* walk(child, node)
  }
}
