import type {FileHandle} from 'node:fs/promises'
import {maxLineBytes} from '../../lines/layout.ts'

const blockBytes = 64 * 1024
const newline = 10

/** Lines that stand one after the other in a file. */
export interface LineBlock {
  readonly lines: readonly string[]
  /** Where in the file a line of the block begins. */
  readonly offsetOf: (line: number) => number
}

/**
 * Reads the lines of a file from its end towards its beginning, block by block; the lines within a block are in the
 * order of the file. Quick and of constant memory, however long the file is.
 *
 * @param from the offset of a line's beginning: nothing before it is read
 * @param end the offset behind the last byte that is read
 */
export async function* readBlocksBackwards(
  file: FileHandle,
  {from, end}: {readonly from: number; readonly end: number},
): AsyncGenerator<LineBlock> {
  const buffer = Buffer.alloc(blockBytes)
  // The end of a line whose beginning lies further ahead in the file.
  let carry: Buffer = Buffer.alloc(0)
  for (let position = end; position > from; ) {
    const start = Math.max(from, position - blockBytes)
    const {bytesRead} = await file.read(buffer, 0, position - start, start)
    const block = buffer.subarray(0, bytesRead)
    const bytes = Buffer.concat([block, carry])
    const firstLine = start === from ? 0 : block.indexOf(newline) + 1
    if (firstLine === 0 && start !== from) {
      // Still the same line. Of a very long one the beginning is kept.
      carry = bytes.subarray(0, maxLineBytes)
    } else {
      carry = bytes.subarray(0, firstLine)
      if (firstLine < bytes.length) yield makeBlock(bytes.subarray(firstLine), start + firstLine)
    }
    position = start
  }
}

function makeBlock(bytes: Buffer, start: number): LineBlock {
  const isClosed = bytes[bytes.length - 1] === newline
  return {
    lines: bytes.toString('utf8', 0, isClosed ? bytes.length - 1 : bytes.length).split('\n'),
    offsetOf: (line) => {
      let offset = 0
      for (let passed = 0; passed < line; passed++) offset = bytes.indexOf(newline, offset) + 1
      return start + offset
    },
  }
}
