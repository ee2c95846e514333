// docs/api.md: what the library exports, as its sources say.
import {readFile} from 'node:fs/promises'
import path from 'node:path'
import {parseAst} from 'rolldown/parseAst'

const src = path.join(import.meta.dirname, '../../src')

/** What programs use of the class that Deployment is made from. */
const inherited = ['name', 'status']

/** @returns {Promise<string>} the page */
export async function renderApi() {
  const library = await readExports('index.ts')
  const testing = await readExports('testing/index.ts')
  const functions = library.filter(({kind}) => kind === 'function')
  const deployment = library.find(({name}) => name === 'Deployment')
  const rest = library.filter(({kind, name}) => kind !== 'function' && name !== 'Deployment')
  return [
    '# API reference',
    'Written from the sources by `npm run docs:api`. The tour, with examples that are run, is [library.md](library.md). Times are',
    'in milliseconds. Errors are of the class `RedislabError`: its `message` ends with what to do next, a line each, and its',
    '`code` is one of [these](errors.md).',
    '\n## Functions\n',
    ...functions.map((it) => renderItem(it, '###')),
    '## Deployment\n',
    ...(await renderClass(deployment)),
    '## Types and values\n',
    ...rest.map((it) => renderItem(it, '###')),
    '## redislab/testing\n',
    ...testing.map((it) => renderItem(it, '###')),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n')
}

async function renderClass({file, doc, node}) {
  const members = [
    ...membersOf(await baseOf({file, node})).filter(({name}) => inherited.includes(name)),
    ...membersOf({file, node}),
  ]
  return [`${proseOf(doc)}\n`, ...members.map((it) => renderItem(it, '###'))]
}

/** The class that a class extends, which its file imports. */
async function baseOf({file, node}) {
  const isBase = ({local}) => local.name === node.superClass.name
  const statement = file.ast.body.find(({specifiers}) => specifiers?.some(isBase))
  const base = await readModule(path.join(path.dirname(file.name), statement.source.value))
  const {imported} = statement.specifiers.find(isBase)
  return {file: base, node: base.declarations.get(imported.name).node}
}

/** The public members; the signatures of an overloaded one together. */
function membersOf({file, node}) {
  const members = new Map()
  for (const [index, member] of node.body.body.entries()) {
    const {key, value, accessibility} = member
    if (key?.type !== 'Identifier' || accessibility === 'private' || key.name === 'constructor') continue
    const before = index === 0 ? node.body.start + 1 : node.body.body[index - 1].end
    const known = members.get(key.name)
    // The last of several signatures is that of the implementation.
    if (known !== undefined && value?.body != null) continue
    const end = value?.body == null ? member.end : value.body.start
    const text = tidy(file.text.slice(member.start, end)).replace(/^(override |async )+/, '')
    const doc = docBetween(file.text, before, member.start)
    members.set(key.name, {
      name: key.name,
      doc: known?.doc || doc,
      code: known === undefined ? text : `${known.code}\n${text}`,
    })
  }
  return [...members.values()]
}

/** What a module exports, in the order in which it says so, each with what it needs of its own file. */
async function readExports(entry) {
  const module = await readModule(entry)
  const items = []
  for (const node of module.ast.body) {
    if (node.source == null || !/^Export(Named|All)Declaration$/.test(node.type)) continue
    const from = await readModule(path.join(path.dirname(entry), node.source.value))
    const names =
      node.type === 'ExportAllDeclaration'
        ? [...from.declarations].filter(([, {isExported}]) => isExported).map(([name]) => name)
        : node.specifiers.map(({local}) => local.name)
    for (const name of names) items.push(await itemOf(from, name, names))
  }
  return items
}

async function itemOf(module, name, siblings) {
  const declaration = module.declarations.get(name) ?? (await declarationBehind(module, name))
  const {file = module, node, start, end, doc} = declaration
  const [, place, target] =
    /^export const \w+: typeof import\('([^']+)'\)\.(\w+)/.exec(file.text.slice(start, end)) ?? []
  if (place !== undefined) {
    const behind = await readModule(path.join(path.dirname(file.name), place))
    return {name, kind: 'function', doc, code: signaturesOf(behind, target)}
  }
  if (node.type === 'FunctionDeclaration')
    return {name, kind: 'function', doc, code: signaturesOf(file, name)}
  if (node.type === 'ClassDeclaration') {
    const members = membersOf({file, node}).map(({code}) => `  ${code}`)
    return {
      name,
      kind: 'class',
      doc,
      file,
      node,
      code: `class ${name} extends ${node.superClass.name} {\n${members.join('\n')}\n}`,
    }
  }
  const code = tidy(file.text.slice(start, end))
  return {name, kind: 'type', doc, code: [code, ...usedWith(file, code, [name, ...siblings])].join('\n\n')}
}

/** A name that a module exports and has from another. */
async function declarationBehind(module, name) {
  for (const node of module.ast.body) {
    if (node.source == null || !node.specifiers?.some(({local}) => local.name === name)) continue
    const file = await readModule(path.join(path.dirname(module.name), node.source.value))
    const found = file.declarations.get(name)
    if (found !== undefined) return {file, ...found}
  }
  throw new Error(`${module.name} does not say what ${name} is`)
}

/** The types of the same file that a declaration names and nobody exports, and those that they name. */
function usedWith(file, code, seen) {
  const found = []
  for (const [name, {isType, start, end}] of file.declarations) {
    if (!isType || seen.includes(name) || !new RegExp(`\\b${name}\\b`).test(code)) continue
    seen.push(name)
    const text = tidy(file.text.slice(start, end))
    found.push(text, ...usedWith(file, text, seen))
  }
  return found
}

function signaturesOf({ast, text}, name) {
  const all = ast.body
    .map((node) => node.declaration ?? node)
    .filter((node) => /Function/.test(node.type) && node.id?.name === name)
  const shown = all.length > 1 ? all.slice(0, -1) : all
  return shown
    .map((node) => tidy(text.slice(node.start, node.body?.start ?? node.end)).replace(/^async /, ''))
    .join('\n')
}

const modules = new Map()

async function readModule(name) {
  const file = path.normalize(name)
  const known = modules.get(file)
  if (known !== undefined) return known
  const text = await readFile(path.join(src, file), 'utf8')
  const ast = parseAst(text, {lang: 'ts'})
  const declarations = new Map()
  let before = 0
  for (const statement of ast.body) {
    const node = statement.declaration ?? statement
    const name = node.id?.name ?? node.declarations?.[0]?.id?.name
    if (name !== undefined && !declarations.has(name)) {
      declarations.set(name, {
        node,
        start: statement.start,
        end: statement.end,
        isExported: statement.type === 'ExportNamedDeclaration',
        isType: /^TS(Interface|TypeAlias)/.test(node.type),
        doc: docBetween(text, before, statement.start),
      })
    }
    before = statement.end
  }
  const module = {name: file, text, ast, declarations}
  modules.set(file, module)
  return module
}

/** The comment that stands right before something. */
function docBetween(text, from, to) {
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(text.slice(from, to))?.[1] ?? ''
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
    .join('\n')
    .trim()
}

function tidy(code) {
  return code.replace(/^export (declare )?/, '').trimEnd()
}

function renderItem({name, doc, code}, heading) {
  return [
    `${heading} ${name}\n`,
    `\`\`\`ts\n${code}\n\`\`\``,
    ...(doc === '' ? [] : ['', proseOf(doc)]),
    '',
  ].join('\n')
}

/** Tags as paragraphs, examples as code. */
function proseOf(doc) {
  const [text = '', ...tags] = doc.split(/^@/m)
  const shown = tags.map((tag) => {
    const [, word = '', rest = ''] = /^(\w+)\s*([\s\S]*)$/.exec(tag) ?? []
    if (word === 'example') return `\`\`\`ts\n${rest.trim()}\n\`\`\``
    const titles = {throws: 'Throws', param: 'Takes', returns: 'Returns', default: 'By default'}
    return `*${titles[word] ?? word}* ${rest.trim()}`
  })
  return [text.trim(), ...shown]
    .filter((part) => part !== '')
    .join('\n\n')
    .replace(/\{@link (\w+)\}/g, '`$1`')
}
