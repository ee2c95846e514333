import {readDirective} from '../config/conf-line.ts'
import {directivesOfCommand} from './command-directives.ts'
import type {DocumentContent, EmbeddedText, LocatedService} from './document-content.ts'
import type {Evidence, Fact, UnreadLine} from './facts.ts'
import {directivesOfImage} from './image-directives.ts'
import {readExport} from './read-export.ts'
import {readManifest} from './read-manifest.ts'
import {maskSecrets} from './secrets.ts'
import {readCompose} from './services.ts'
import {TextReader, type TextReaderOptions} from './text-reader.ts'
import {parseYaml, type YamlDocument} from './yaml-document.ts'

/** Reads a text that has to be read as a whole: a compose file, manifests of Kubernetes; undefined when it is a text of lines. */
export function readDocument(path: string, text: string, options: TextReaderOptions): Evidence | undefined {
  if (isExport(text)) return readExport(path, text, options)
  if (!looksLikeDocument(text)) return undefined
  const documents = parseYaml(text)
  if (documents === undefined) return undefined
  if ('why' in documents)
    return {
      path,
      lines: 1,
      read: 0,
      unread: [{place: {path, line: 0}, text: '', why: documents.why}],
      facts: [],
    }
  const contents = documents.flatMap((document) => readContent(document, path, text))
  if (contents.length === 0) return undefined
  const facts: Fact[] = []
  const unread: UnreadLine[] = []
  for (const {services, texts} of contents) {
    for (const service of services) facts.push(service.fact, ...directivesOf(service, path, text))
    for (const embedded of texts) {
      const isOnly =
        contents
          .flatMap((it) => it.texts)
          .filter(({part}) => part.split('/').at(-1) === embedded.part.split('/').at(-1)).length === 1
      const part = isOnly ? embedded.part.split('/').at(-1) : embedded.part
      const own = readEmbedded(`${path}#${part}`, embedded, options)
      facts.push(...own.facts)
      unread.push(...own.unread)
    }
  }
  const {onFact} = options
  if (onFact !== undefined) for (const fact of facts) onFact(fact)
  const lines = text.split('\n').filter((row) => row.trim() !== '').length
  return {path, lines, read: lines - unread.length, unread, facts: onFact === undefined ? facts : []}
}

/** Whether a text that begins so has to be read as a whole. */
export function looksLikeDocument(beginning: string): boolean {
  if (isExport(beginning)) return true
  return /^services:\s*$/m.test(beginning) || (/^apiVersion:/m.test(beginning) && /^kind:/m.test(beginning))
}

/** JSON that goes on behind its first row, or is an array. */
function isExport(beginning: string): boolean {
  return (
    /^\s*\[\s*\{/.test(beginning) ||
    /^\s*\{\s*\n/.test(beginning) ||
    /^\s*\{"(?:status|data|hits|took)":/.test(beginning)
  )
}

function readContent(document: YamlDocument, path: string, text: string): readonly DocumentContent[] {
  const compose = readCompose(document, path, text)
  return compose === undefined ? readManifest(document, path, text) : [compose]
}

/** What the command and the environment of a container amount to, as lines of a conf. */
function directivesOf(
  {fact, lineOfVariable, lineOfCommand}: LocatedService,
  path: string,
  text: string,
): readonly Fact[] {
  const rows = text.split('\n')
  const {stream} = fact
  const make = (directive: string, line: number): readonly Fact[] => {
    // What a variable of the shell or of a template will be is not known here.
    const found = /\$\{|\$\(|\{\{/.test(directive) ? undefined : readDirective(directive)
    const row = maskSecrets((rows[line - 1] ?? directive).trim())
    return found === undefined ? [] : [{kind: 'directive', place: {path, line}, text: row, stream, ...found}]
  }
  return [
    ...directivesOfImage(fact.image, fact.environment).flatMap(({line, variable}) =>
      make(line, variable === undefined ? fact.place.line : lineOfVariable(variable)),
    ),
    ...directivesOfCommand(fact.command).flatMap((directive) => make(directive, lineOfCommand)),
  ]
}

function readEmbedded(path: string, {text, lineOf}: EmbeddedText, {budget}: TextReaderOptions): Evidence {
  const reader = new TextReader(path, budget === undefined ? {} : {budget})
  for (const [index, row] of text.split('\n').entries()) reader.readRow(row, lineOf(index))
  return reader.finish()
}
