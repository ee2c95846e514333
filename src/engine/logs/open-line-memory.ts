import {readFileSync} from 'node:fs'
import path from 'node:path'
import {RedislabError} from '../../core/errors/errors.ts'
import {LineMemory} from '../../lines/line-memory.ts'
import {compileModule, type WebAssemblyModule} from '../../lines/webassembly.ts'
import {packageRoot} from '../files/package-root.ts'

let module: WebAssemblyModule | undefined

/**
 * A memory for the lines of logs, to be forgotten when they are read.
 *
 * @throws RedislabError SYSTEM_LIMIT: it reserves gigabytes of address space, although it touches few of them
 */
export function openLineMemory(): LineMemory {
  module ??= compileModule(readFileSync(path.join(packageRoot, 'bundle/lines.wasm')))
  try {
    return new LineMemory(module)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new RedislabError(
      'SYSTEM_LIMIT',
      'Logs cannot be read: this process may not reserve the address space for it (ulimit -v).',
      {
        suggestions: [
          'Raise the limit: ulimit -v unlimited',
          'Or have Node.js reserve less: export NODE_OPTIONS=--disable-wasm-trap-handler',
        ],
        cause: error,
      },
    )
  }
}
