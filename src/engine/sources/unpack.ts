import {promisify} from 'node:util'
import {gunzip} from 'node:zlib'
import {unzipSync} from 'fflate'
import {parseTar} from 'nanotar'
import {messageOf} from '../../core/errors/message-of.ts'

/** A file, or a file in an archive: `logs.zip!n1/redis.log`. */
export interface Packed {
  readonly path: string
  readonly bytes: Uint8Array
}

/** What could not be taken apart, and why. */
export interface NotUnpacked {
  readonly path: string
  readonly why: string
}

/** What an archive holds at most, unpacked, and in how many files. More is a bomb, or no collection of logs. */
const maxUnpackedBytes = 512 * 1024 * 1024
const maxEntries = 2000
/** An archive in an archive in an archive is still what somebody collects; more is not. */
const maxDepth = 3

const unzip = promisify(gunzip)

export interface UnpackOptions {
  /** What an archive may hold, in bytes. @default 512 MB */
  readonly maxBytes?: number
}

/**
 * Takes a file apart as far as it is packed: .gz, .tar, .tgz and .zip, told by their content. Nothing is written: the names
 * in an archive are labels, wherever they point.
 */
export async function unpack(
  file: Packed,
  {maxBytes = maxUnpackedBytes}: UnpackOptions = {},
): Promise<readonly (Packed | NotUnpacked)[]> {
  return unpackTo(file, maxBytes, 0)
}

async function unpackTo(
  file: Packed,
  maxBytes: number,
  depth: number,
): Promise<readonly (Packed | NotUnpacked)[]> {
  const kind = kindOf(file.bytes)
  if (kind === undefined) return [file]
  if (depth === maxDepth) return [{path: file.path, why: 'it is packed more than three times'}]
  try {
    if (kind === 'gzip') {
      const bytes = await unzip(file.bytes, {maxOutputLength: maxBytes})
      return unpackTo({path: file.path, bytes}, maxBytes, depth + 1)
    }
    const entries = kind === 'zip' ? readZip(file.bytes, maxBytes) : readTar(file.bytes)
    if (entries.length > maxEntries) return [{path: file.path, why: `it holds more than ${maxEntries} files`}]
    const inner = await Promise.all(
      entries.map(({path, bytes}) => unpackTo({path: `${file.path}!${path}`, bytes}, maxBytes, depth + 1)),
    )
    return inner.flat()
  } catch (error) {
    return [{path: file.path, why: `it cannot be unpacked: ${messageOf(error)}`}]
  }
}

function kindOf(bytes: Uint8Array): 'gzip' | 'zip' | 'tar' | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip'
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4) return 'zip'
  // The magic of POSIX and GNU tar stands behind the first header's names.
  return Buffer.from(bytes.subarray(257, 262)).toString('latin1') === 'ustar' ? 'tar' : undefined
}

function readZip(bytes: Uint8Array, maxBytes: number): readonly Packed[] {
  let total = 0
  const files = unzipSync(bytes, {
    filter: ({originalSize}) => {
      total += originalSize
      if (total > maxBytes) throw new Error(`it holds more than ${Math.round(maxBytes / 1024)} kB`)
      return originalSize > 0
    },
  })
  return Object.entries(files).map(([path, content]) => ({path, bytes: content}))
}

function readTar(bytes: Uint8Array): readonly Packed[] {
  return parseTar(bytes).flatMap(({name, type, data}) =>
    (type === 'file' || type === undefined) && data !== undefined && data.length > 0
      ? [{path: name, bytes: data}]
      : [],
  )
}
