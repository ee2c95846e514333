// The types of Node leave WebAssembly out, and those of browsers are not ours to bring: as much of it as is used here.

/** So much memory at a time is to be had. */
export const pageBytes = 64 * 1024

/** A memory that a module works in. */
export interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer
  /** By so many pages. The buffer from before is no longer usable. */
  grow(pages: number): number
}

/** What was compiled. */
export type WebAssemblyModule = object

declare const WebAssembly: {
  readonly Memory: new (size: {readonly initial: number}) => WebAssemblyMemory
  readonly Module: new (bytes: Uint8Array) => WebAssemblyModule
  readonly Instance: new (
    module: WebAssemblyModule,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => {readonly exports: Readonly<Record<string, unknown>>}
}

/** Compiles a module. */
export function compileModule(bytes: Uint8Array): WebAssemblyModule {
  return new WebAssembly.Module(bytes)
}

/**
 * Makes a memory, and a module at work in it.
 *
 * @throws RangeError when there is no address space for the memory: it reserves gigabytes, and touches few
 */
export function instantiate(
  module: WebAssemblyModule,
  initialPages: number,
): {readonly memory: WebAssemblyMemory; readonly functions: Readonly<Record<string, unknown>>} {
  const memory = new WebAssembly.Memory({initial: initialPages})
  return {memory, functions: new WebAssembly.Instance(module, {env: {memory}}).exports}
}
