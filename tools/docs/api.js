// docs/api.md: what the library exports, as its sources say.
import {readFile} from 'node:fs/promises'
import path from 'node:path'
import {parseAst} from 'rolldown/parseAst'

const src = path.join(import.meta.dirname, '../../src')

/** The groups of the methods of a deployment. */
const titles = {
  DeploymentViews: 'Looking at it',
  DeploymentConnections: 'Connecting to it',
  DeploymentFaults: 'Faults',
  DeploymentLinks: 'Links',
  DeploymentMembers: 'Members and slots',
  DeploymentLoads: 'Load',
  DeploymentWaits: 'Waiting',
  DeploymentEnding: 'Resetting and ending it',
}

/** @returns {Promise<string>} the page */
export async function renderApi() {
  const library = await readExports('index.ts')
  const testing = await readExports('testing/index.ts')
  const functions = library.filter(({kind}) => kind === 'function')
  const deployment = library.find(({name}) => name === 'Deployment')
  const parts = await partsOf(deployment)
  const shown = ['Deployment', ...parts.map(({name}) => name)]
  const inParts = library.filter(({name, file}) => !shown.includes(name) && isOfPart(file, parts))
  const rest = library.filter(
    (it) => it.kind !== 'function' && !shown.includes(it.name) && !inParts.includes(it),
  )
  return [
    '# API reference',
    'Written from the sources by `npm run docs:api`. The tour, with examples that are run, is [library.md](library.md). Times are',
    'in milliseconds. Errors are of the class `RedislabError`: its `message` ends with what to do next, a line each, and its',
    '`code` is one of [these](errors.md).',
    '\n## Functions\n',
    ...functions.map((it) => renderItem(it, '###')),
    '## Deployment\n',
    `${proseOf(deployment.doc)}\n`,
    ...parts.flatMap((part) => [
      ...renderPart(part),
      ...inParts.filter(({file}) => file === part.file).map((it) => renderItem(it, '####')),
    ]),
    '## Types and values\n',
    ...rest.map((it) => renderItem(it, '###')),
    '## redislab/testing\n',
    ...testing.map((it) => renderItem(it, '###')),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n')
}

/** The interfaces that an interface extends, each of which its file imports. */
async function partsOf({file, node}) {
  const names = node.extends.map(({expression}) => expression.name)
  return await Promise.all(
    names.map(async (name) => {
      const statement = file.ast.body.find(({specifiers}) =>
        specifiers?.some(({local}) => local.name === name),
      )
      const part = await readModule(path.join(path.dirname(file.name), statement.source.value))
      return {name, file: part, ...part.declarations.get(name)}
    }),
  )
}

function isOfPart(file, parts) {
  return parts.some((part) => part.file === file)
}

function renderPart({name, doc, ...part}) {
  return [
    `### ${titles[name]}\n`,
    `${proseOf(doc)}\n`,
    ...membersOf(part).map((it) => renderItem(it, '####')),
  ]
}

/** The public members of a class or an interface. */
function membersOf({file, node}) {
  const members = new Map()
  for (const [index, member] of node.body.body.entries()) {
    const {key, value, accessibility} = member
    if (accessibility === 'private' || key?.name === 'constructor') continue
    const name = key?.type === 'Identifier' ? key.name : undefined
    if (name === undefined && !isDispose(key)) continue
    const before = index === 0 ? node.body.start + 1 : node.body.body[index - 1].end
    const end = value?.body == null ? member.end : value.body.start
    const code = tidy(file.text.slice(member.start, end))
      .replace(/^(override |async )+/, '')
      .replace(/^ {2}/gm, '')
    const title = name ?? file.text.slice(key.start, key.end)
    members.set(title, {name: title, doc: docBetween(file.text, before, member.start), code})
  }
  return [...members.values()]
}

/** `[Symbol.asyncDispose]` */
function isDispose(key) {
  return key?.type === 'MemberExpression' && key.object.name === 'Symbol'
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
  if (node.type === 'FunctionDeclaration')
    return {name, kind: 'function', doc, file, code: signaturesOf(file, name)}
  if (node.type === 'ClassDeclaration') {
    const members = membersOf({file, node}).map(({code}) => code.replace(/^/gm, '  '))
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
  return {
    name,
    kind: 'type',
    doc,
    file,
    node,
    code: [code, ...usedWith(file, code, [name, ...siblings])].join('\n\n'),
  }
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
    if (word === 'param') return `*Takes* ${rest.trim().replace(/^(\w+) /, '`$1`: ')}`
    const words = {throws: 'Throws', returns: 'Returns', default: 'By default'}
    return `*${words[word] ?? word}* ${rest.trim()}`
  })
  return [text.trim(), ...shown]
    .filter((part) => part !== '')
    .join('\n\n')
    .replace(/\{@link (\w+)\}/g, '`$1`')
}
