import {lstat, readdir, readFile, stat} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {RedislabError} from '../../core/errors/errors.ts'
import {messageOf} from '../../core/errors/message-of.ts'
import type {Evidence} from '../../core/evidence/facts.ts'
import {readText} from '../../core/evidence/read-text.ts'
import {unpack} from './unpack.ts'

/** What is read of one file at most. */
const maxFileBytes = 256 * 1024 * 1024
/** A folder with more files is no collection of evidence: it is a disk. */
const maxFiles = 2000
const maxDepth = 8

/**
 * Reads what people have of a deployment: files, folders with all that is in them, archives (`.gz`, `.tar`, `.tgz`, `.zip`), `-` for standard input.
 *
 * @param sources as they were typed; findings name files so
 * @throws RedislabError SOURCE_NOT_FOUND, SOURCE_UNREADABLE
 */
export async function readSources(
  sources: readonly string[],
  options: {readonly signal?: AbortSignal | undefined} = {},
): Promise<readonly Evidence[]> {
  const {texts, unread} = await readSourceTexts(sources, options)
  return [...texts.map(({path: name, text}) => readText(name, text)), ...unread]
}

/** The text of a file, or of a file in an archive. */
export interface SourceText {
  /** As findings name it. */
  readonly path: string
  readonly text: string
}

/**
 * The texts of what people have, for who keeps them.
 *
 * @throws RedislabError SOURCE_NOT_FOUND, SOURCE_UNREADABLE
 */
export async function readSourceTexts(
  sources: readonly string[],
  {signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<{
  readonly texts: readonly SourceText[]
  /** What is no text, and why it was not read. */
  readonly unread: readonly Evidence[]
}> {
  const found: (SourceText | Evidence)[] = []
  for (const source of sources) {
    if (source === '-') {
      const parts = await unpack({path: '-', bytes: await readStandardInput(signal)})
      for (const part of parts) {
        found.push(
          'why' in part ? whollyUnread(part.path, part.why) : readBytes(part.path, Buffer.from(part.bytes)),
        )
      }
      continue
    }
    for (const file of await listFiles(source)) {
      signal?.throwIfAborted()
      found.push(...(await readEvidence(file)))
    }
  }
  return {
    texts: found.filter((it): it is SourceText => 'text' in it),
    unread: found.filter((it): it is Evidence => !('text' in it)),
  }
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
  for (const entry of await readdir(folder, {withFileTypes: true})) {
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
          : `There is no file or folder ${source}.`,
      )
    }
    throw new RedislabError('SOURCE_UNREADABLE', `${source} cannot be read: ${messageOf(error)}`)
  }
}

async function readEvidence(file: string): Promise<readonly (SourceText | Evidence)[]> {
  const {size} = await statSource(file)
  if (size > maxFileBytes) return [whollyUnread(file, `it is larger than ${maxFileBytes / 1024 / 1024} MB`)]
  let bytes: Buffer
  try {
    bytes = await readFile(file)
  } catch (error) {
    throw new RedislabError('SOURCE_UNREADABLE', `${file} cannot be read: ${messageOf(error)}`)
  }
  return (await unpack({path: file, bytes})).map((part) =>
    'why' in part
      ? whollyUnread(part.path, part.why)
      : readBytes(part.path, Buffer.from(part.bytes.buffer, part.bytes.byteOffset, part.bytes.byteLength)),
  )
}

function readBytes(path: string, bytes: Buffer): SourceText | Evidence {
  const kind = binaryKindOf(bytes)
  return kind === undefined ? {path, text: bytes.toString('utf8')} : whollyUnread(path, kind)
}

/** Why a file is no text; undefined when it is. */
function binaryKindOf(bytes: Buffer): string | undefined {
  const head = bytes.subarray(0, 8192)
  if (head.toString('latin1', 0, 5) === 'REDIS')
    return 'it is a data set (RDB), which says nothing of how things went'
  return head.includes(0) ? 'it is not text' : undefined
}

function whollyUnread(file: string, why: string): Evidence {
  return {path: file, lines: 1, read: 0, unread: [{place: {path: file, line: 0}, text: '', why}], facts: []}
}

async function readStandardInput(signal: AbortSignal | undefined): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin) {
    signal?.throwIfAborted()
    size += chunk.length
    if (size > maxFileBytes) {
      throw new RedislabError(
        'SOURCE_UNREADABLE',
        `Standard input is larger than ${maxFileBytes / 1024 / 1024} MB.`,
      )
    }
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}
