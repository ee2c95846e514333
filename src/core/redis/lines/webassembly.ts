// What the types of Node leave out of WebAssembly, as far as it is used here: those of browsers have it.

declare global {
  namespace WebAssembly {
    interface Memory {
      readonly buffer: ArrayBuffer
      /** By so many pages of 64 KiB. The buffer from before is no longer usable. */
      grow(pages: number): number
    }
    type Module = object
    interface Instance {
      readonly exports: Readonly<Record<string, unknown>>
    }
    const Memory: new (size: {readonly initial: number}) => Memory
    const Module: new (bytes: Uint8Array) => Module
    const Instance: new (
      module: Module,
      imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
    ) => Instance
  }
}

export type WebAssemblyModule = WebAssembly.Module
