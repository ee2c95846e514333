import {readSync} from 'node:fs'
import {open} from 'node:fs/promises'
import {setImmediate} from 'node:timers/promises'

/** V8 keeps a string of more than twice as many bytes apart, and forgets it late. */
const pieceBytes = 64 * 1024
/** So many pieces are read before anybody else has a turn. */
const piecesInTurn = 16

/**
 * The bytes of a file, piece by piece. Each piece stands where the one before it stood, so that memory stays as it is. They
 * are read without leaving the thread: to hand so small a read to another one takes longer than to read.
 */
export async function* piecesOf(file: string): AsyncGenerator<Buffer> {
  await using handle = await open(file)
  const piece = Buffer.allocUnsafeSlow(pieceBytes)
  for (let count = 1; ; count++) {
    const bytesRead = readSync(handle.fd, piece, 0, pieceBytes, null)
    if (bytesRead === 0) return
    yield piece.subarray(0, bytesRead)
    if (count % piecesInTurn === 0) await setImmediate()
  }
}
