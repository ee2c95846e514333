import {lstat, readdir, stat} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {RedislabError} from '../../core/errors/errors.ts'
import {messageOf} from '../../core/errors/message-of.ts'
import type {Evidence, Fact} from '../../core/evidence/facts.ts'
import {followIncludes} from '../../core/evidence/includes.ts'
import {KeepingBudget} from '../../core/evidence/kept-facts.ts'
import {withoutLogin} from '../../core/text/without-login.ts'
import type {ByteTaker} from './byte-taker.ts'
import {ByteTee} from './byte-tee.ts'
import {EvidenceReader, whollyUnread} from './evidence-reader.ts'
import {piecesOf} from './file-pieces.ts'
import type {PlainLogOf} from './line-copier.ts'
import {Unpacker} from './unpack.ts'

/** A folder with more files is no collection of evidence: it is a disk. */
const maxFiles = 2000
const maxDepth = 8

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined
  /** How findings name a file that is kept under another name. @default as it was typed */
  readonly nameOf?: ((file: string) => string) | undefined
  /** Gets the bytes of each file, too, for who keeps them. */
  readonly keep?: ((path: string) => ByteTaker) | undefined
}

export interface StreamOptions extends ReadOptions {
  /** Where lines of long logs go as they stand; the others are told as facts. */
  readonly plainLogOf?: PlainLogOf | undefined
}

/**
 * Reads what people have of a deployment: files, folders with all that is in them, archives (`.gz`, `.tar`, `.tgz`, `.zip`),
 * `-` for standard input. Memory is bounded, however long they are: of long logs, routine lines are counted, and not kept.
 *
 * @param sources as they were typed; findings name files so
 * @throws RedislabError SOURCE_NOT_FOUND, SOURCE_UNREADABLE
 */
export async function readSources(
  sources: readonly string[],
  options: ReadOptions = {},
): Promise<readonly Evidence[]> {
  return followIncludes(await readAll(sources, options))
}

/**
 * Tells every fact of the sources in the order in which they stand there, those of routine lines among them, and keeps
 * none: for what has to see all lines of logs that are too long to hold. Whether a list of nodes is a nodes.conf is not known
 * yet when its lines are told.
 *
 * @param sources as for `readSources`; standard input can be read only once
 * @returns what `readSources` returns, without any fact
 */
export async function streamFacts(
  sources: readonly string[],
  sink: (fact: Fact) => void,
  options: StreamOptions = {},
): Promise<readonly Evidence[]> {
  return readAll(sources, {...options, onFact: sink})
}

async function readAll(
  sources: readonly string[],
  {signal, nameOf, keep, onFact, plainLogOf}: StreamOptions & {readonly onFact?: (fact: Fact) => void},
): Promise<readonly Evidence[]> {
  const budget = new KeepingBudget()
  const found: Evidence[] = []
  for (const source of sources) {
    const files = source === '-' ? [source] : await listFiles(source)
    for (const file of files) {
      signal?.throwIfAborted()
      const readers: ByteTaker[] = []
      const unpacker = new Unpacker(file, {
        open: (path) => {
          const name = nameOf?.(path) ?? path
          const reader = new EvidenceReader(name, {budget, onFact, plainLogOf}, (evidence) =>
            found.push(evidence),
          )
          const keeper = keep?.(path)
          readers.push(reader, ...(keeper === undefined ? [] : [keeper]))
          return keeper === undefined ? reader : new ByteTee(reader, keeper)
        },
        refuse: (path, why) => found.push(whollyUnread(path, why)),
      })
      await pour(file, unpacker, signal)
      // What is cut off or damaged ends with what could be read of it.
      for (const reader of readers) reader.end()
    }
  }
  return found
}

async function pour(file: string, unpacker: Unpacker, signal: AbortSignal | undefined): Promise<void> {
  const input = file === '-' ? process.stdin : piecesOf(file)
  try {
    for await (const bytes of input) {
      signal?.throwIfAborted()
      unpacker.push(bytes as Buffer)
      if (unpacker.isDone) break
    }
  } catch (error) {
    signal?.throwIfAborted()
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error
    const name = file === '-' ? 'Standard input' : file
    throw new RedislabError('SOURCE_UNREADABLE', `${name} cannot be read: ${messageOf(error)}`)
  }
  unpacker.end()
}

async function listFiles(source: string): Promise<readonly string[]> {
  const facts = await statSource(source)
  if (facts.isFile()) return [source]
  if (!facts.isDirectory()) {
    throw new RedislabError('SOURCE_UNREADABLE', `${source} is neither a file nor a folder.`, {
      suggestions: ['Pass what it writes on standard input: … | redislab diagnose -'],
    })
  }
  const files: string[] = []
  await collect(source, 0, files)
  if (files.length === 0) throw new RedislabError('SOURCE_NOT_FOUND', `There is no file in ${source}.`)
  return files.toSorted()
}

async function collect(folder: string, depth: number, files: string[]): Promise<void> {
  for (const entry of await entriesOf(folder)) {
    const file = path.join(folder, entry.name)
    // Links inside a folder may lead anywhere, and in circles.
    if (entry.isFile()) files.push(file)
    else if (entry.isDirectory() && depth < maxDepth) await collect(file, depth + 1, files)
    if (files.length > maxFiles) {
      throw new RedislabError('SOURCE_UNREADABLE', `${folder} holds more than ${maxFiles} files.`, {
        suggestions: ['Name the files, or a folder that holds nothing but the evidence.'],
      })
    }
  }
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, {withFileTypes: true})
  } catch (error) {
    throw new RedislabError('SOURCE_UNREADABLE', `${folder} cannot be read: ${messageOf(error)}`)
  }
}

async function statSource(source: string) {
  try {
    return await stat(source)
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      const isDangling = await lstat(source).then(
        () => true,
        () => false,
      )
      throw new RedislabError(
        'SOURCE_NOT_FOUND',
        isDangling
          ? `${source} is a link to a file that does not exist.`
          : `There is no file or folder ${withoutLogin(source)}.`,
        source.includes('://')
          ? {suggestions: ['An address begins with redis://, rediss://, sentinel:// or sentinels://.']}
          : {},
      )
    }
    const name = withoutLogin(source)
    const why = messageOf(error).replaceAll(source, name)
    throw new RedislabError('SOURCE_UNREADABLE', `${name} cannot be read: ${why}`)
  }
}
