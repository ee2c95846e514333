import {once} from 'node:events'
import process from 'node:process'

/** Writes to stdout and waits while its reader is slow. Resolves on abort, too. */
export async function writeOutput(output: string | Uint8Array, signal: AbortSignal): Promise<void> {
  if (signal.aborted || process.stdout.write(output)) return
  await once(process.stdout, 'drain', {signal}).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}
