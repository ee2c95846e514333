// The part of docs/architecture.md that is drawn from the sources: rooms by floor, and what each imports.
import {readdir, readFile} from 'node:fs/promises'
import path from 'node:path'
import {parseAst} from 'rolldown/parseAst'
import {rooms as words} from './architecture-rooms.js'

const root = path.join(import.meta.dirname, '../..')
const page = path.join(root, 'docs/architecture.md')
const [begin, end] = ['<!-- drawn by npm run docs:architecture -->', '<!-- end of what is drawn -->']
const widest = 100

/** @returns {Promise<string>} the page, with its drawn part as the sources are now */
export async function renderArchitecture() {
  const text = await readFile(page, 'utf8')
  const [before, rest] = text.split(begin)
  const after = rest?.split(end)[1]
  if (after === undefined) throw new Error(`docs/architecture.md has no part between ${begin} and ${end}.`)
  return `${before}${begin}\n\n${await draw()}\n\n${end}${after}`
}

async function draw() {
  const imports = await readImports()
  const towers = await readTowers()
  const parts = [
    drawHouse('', floorsOf(arrowsIn('', imports)), imports),
    ...towers.map(({name, floors}) => drawHouse(name, floors, imports)),
  ]
  const drawn = new Set(parts.flatMap(({names}) => names))
  const strays = Object.keys(words).filter((name) => !drawn.has(name))
  if (strays.length > 0)
    throw new Error(`architecture-rooms.js describes no room of src: ${strays.join(', ')}`)
  return parts.map(({text}) => text).join('\n\n')
}

/** One picture and its table: the rooms directly below a folder of src. */
function drawHouse(folder, floors, imports) {
  const arrows = arrowsIn(folder, imports)
  const below = (room) => (folder === '' ? room : `${folder}/${room}`)
  const rows = floors
    .flatMap((rooms) => rooms.toSorted())
    .map((room) => {
      const about = words[below(room)]
      if (about === undefined)
        throw new Error(`tools/docs/architecture-rooms.js has no words for ${below(room)}.`)
      const targets = [...(arrows.get(room) ?? [])].toSorted().map((name) => `\`${name}\``)
      return `| \`${room}\` | ${about} | ${targets.join(' ') || '–'} |`
    })
  return {
    names: floors.flat().map(below),
    text: [
      `### src${folder === '' ? '' : `/${folder}`}`,
      `\`\`\`\n${drawFloors(floors)}\n\`\`\``,
      ['| room | what it is | imports from |', '|---|---|---|', ...rows.toReversed()].join('\n'),
    ].join('\n\n'),
  }
}

/** Boxes in rows, the ground floor at the bottom. */
function drawFloors(floors) {
  const rows = floors.flatMap((rooms, index) => {
    const [first = [], ...more] = intoLines(rooms.toSorted())
    return [...more.map((line) => drawRow(line, ' ')), drawRow(first, String(index + 1))]
  })
  return rows.toReversed().join('\n')
}

function drawRow(rooms, number) {
  const edge = (room) => '─'.repeat(room.length + 2)
  return [
    `   ${rooms.map((room) => `┌${edge(room)}┐`).join(' ')}`,
    `${number.padStart(2)} ${rooms.map((room) => `│ ${room} │`).join(' ')}`,
    `   ${rooms.map((room) => `└${edge(room)}┘`).join(' ')}`,
  ].join('\n')
}

function intoLines(rooms) {
  const lines = [[]]
  for (const room of rooms) {
    const line = lines.at(-1)
    const taken = line.reduce((sum, {length}) => sum + length + 5, 3)
    if (taken + room.length + 4 > widest) lines.push([room])
    else line.push(room)
  }
  return lines
}

/** By file below src, the files that it imports. */
async function readImports() {
  const src = path.join(root, 'src')
  const names = (await readdir(src, {recursive: true})).map((name) => name.split(path.sep).join('/'))
  const files = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).sort()
  const imports = new Map()
  for (const file of files) {
    const text = await readFile(path.join(src, file), 'utf8')
    const specifiers = [...text.matchAll(/(?:\bfrom|\bimport\(|^import)\s*'(\.[^']+)'/gm)].map(
      ([, name]) => name,
    )
    imports.set(
      file,
      specifiers
        .map((name) => path.posix.join(path.posix.dirname(file), name))
        .filter((name) => files.includes(name)),
    )
  }
  return imports
}

/** By room directly below a folder, the other rooms there that it imports. */
function arrowsIn(folder, imports) {
  const prefix = folder === '' ? '' : `${folder}/`
  const roomOf = (file) => file.slice(prefix.length).split('/')[0]
  const arrows = new Map()
  for (const [file, targets] of imports) {
    if (!file.startsWith(prefix)) continue
    const room = roomOf(file)
    const found = arrows.get(room) ?? new Set()
    arrows.set(room, found)
    for (const target of targets) {
      if (target.startsWith(prefix) && roomOf(target) !== room) found.add(roomOf(target))
    }
  }
  return arrows
}

/** Each room one floor above the highest that it imports. */
function floorsOf(arrows) {
  const known = new Map()
  const floorOf = (room) => {
    if (!known.has(room)) {
      known.set(room, 0)
      known.set(room, Math.max(-1, ...[...arrows.get(room)].map(floorOf)) + 1)
    }
    return known.get(room)
  }
  const floors = []
  for (const room of arrows.keys()) {
    floors[floorOf(room)] ??= []
    floors[floorOf(room)].push(room)
  }
  return floors
}

/** The towers of the import table, which the architecture test holds. */
async function readTowers() {
  const file = path.join(root, 'test/support/architecture/table.ts')
  const ast = parseAst(await readFile(file, 'utf8'), {lang: 'ts'})
  const towers = findProperty(ast, 'towers')
  if (towers === undefined) throw new Error(`${file} has no towers.`)
  return readLiteral(towers)
}

function findProperty(node, name) {
  if (Array.isArray(node)) return node.map((child) => findProperty(child, name)).find(Boolean)
  if (node === null || typeof node !== 'object') return undefined
  if (node.type === 'Property' && node.key.name === name) return node.value
  return findProperty(Object.values(node), name)
}

/** The value of a literal, an array or an object in source text. */
function readLiteral({type, value, elements, properties}) {
  if (type === 'Literal') return value
  if (type === 'ArrayExpression') return elements.map(readLiteral)
  if (type === 'ObjectExpression') {
    return Object.fromEntries(properties.map(({key, value: inner}) => [key.name, readLiteral(inner)]))
  }
  throw new Error(`The towers of the import table have something that is no literal: ${type}`)
}
