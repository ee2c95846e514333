import {open} from 'node:fs/promises'

/** V8 keeps a string of more than twice as many bytes apart, and forgets it late. */
const pieceBytes = 64 * 1024

/** The bytes of a file, piece by piece. Each piece stands where the one before it stood, so that memory stays as it is. */
export async function* piecesOf(file: string): AsyncGenerator<Buffer> {
  await using handle = await open(file)
  const piece = Buffer.allocUnsafeSlow(pieceBytes)
  for (;;) {
    const {bytesRead} = await handle.read(piece, 0, pieceBytes)
    if (bytesRead === 0) return
    yield piece.subarray(0, bytesRead)
  }
}
