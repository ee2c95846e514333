import {readFileSync} from 'node:fs'
import path from 'node:path'
import {LineMemory} from '../../core/redis/lines/line-memory.ts'
import type {WebAssemblyModule} from '../../core/redis/lines/webassembly.ts'
import {packageRoot} from '../package-root.ts'

let module: WebAssemblyModule | undefined

/** A memory for the lines of logs, to be forgotten when they are read. */
export function openLineMemory(): LineMemory {
  module ??= new WebAssembly.Module(readFileSync(path.join(packageRoot, 'bundle/lines.wasm')))
  return new LineMemory(module)
}
