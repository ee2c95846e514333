import {readFileSync} from 'node:fs'
import path from 'node:path'
import {LineMemory} from '../../core/redis/lines/line-memory.ts'
import {compileModule, type WebAssemblyModule} from '../../core/redis/lines/webassembly.ts'
import {packageRoot} from '../files/package-root.ts'

let module: WebAssemblyModule | undefined

/** A memory for the lines of logs, to be forgotten when they are read. */
export function openLineMemory(): LineMemory {
  module ??= compileModule(readFileSync(path.join(packageRoot, 'bundle/lines.wasm')))
  try {
    return new LineMemory(module)
  } catch (error) {
    // The address space is limited (ulimit -v), and so is all that is read in it: it may take longer.
    if (error instanceof RangeError) return new LineMemory(undefined)
    throw error
  }
}
