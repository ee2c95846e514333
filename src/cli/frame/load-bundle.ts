import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import path from 'node:path'
import process from 'node:process'
import vm from 'node:vm'
import {type CodeCache, openCodeCache} from './code-cache.ts'

interface BundledModule {
  exports: unknown
}

type Run = (
  exports: unknown,
  require: (id: string) => unknown,
  module: BundledModule,
  file: string,
  folder: string,
) => void

/**
 * Loads CommonJS files of the bundle, and what they require, as `require` does, but compiled from the user's code cache: parsing and
 * compiling would take two thirds of the processor time of a short command. Node does the same by `module.enableCompileCache` from
 * version 22.1 on, in the folder for temporary files.
 *
 * @param folder the bundle's `cli`, with its `build-id`
 * @returns a function that takes an absolute path, and returns what the file exports
 */
export function loadBundle(folder: string): (file: string) => unknown {
  const cache = openCodeCache(readFileSync(path.join(folder, 'build-id'), 'utf8'))
  const bundle = new Bundle(path.dirname(folder), cache)
  if (cache !== undefined) process.once('exit', () => cache.write())
  return (file) => bundle.load(file)
}

class Bundle {
  readonly #folder: string
  readonly #cache: CodeCache | undefined
  readonly #modules = new Map<string, BundledModule>()
  readonly #require: NodeJS.Require

  constructor(folder: string, cache: CodeCache | undefined) {
    this.#folder = folder
    this.#cache = cache
    this.#require = createRequire(path.join(folder, 'index.cjs'))
  }

  load(file: string): unknown {
    const loaded = this.#modules.get(file)
    if (loaded !== undefined) return loaded.exports
    const module: BundledModule = {exports: {}}
    this.#modules.set(file, module)
    const folder = path.dirname(file)
    const require = (id: string) => this.#resolve(id, folder)
    this.#compile(file)(module.exports, require, module, file, folder)
    return module.exports
  }

  #resolve(id: string, folder: string): unknown {
    // oclif requires commands by their absolute path.
    const file = /^[./]/.test(id) ? path.resolve(folder, id) : id
    return file.startsWith(`${this.#folder}/`) ? this.load(file) : this.#require(file)
  }

  #compile(file: string): Run {
    const name = path.relative(this.#folder, file)
    const source = `(function(exports,require,module,__filename,__dirname){${readFileSync(file, 'latin1')}\n})`
    const script = new vm.Script(source, {filename: file, cachedData: this.#cache?.read(name)})
    if (script.cachedDataRejected !== false) this.#cache?.add(name, script)
    return script.runInThisContext()
  }
}
