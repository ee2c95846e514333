import path from 'node:path'

/** The folder of the package: the same distance from src/engine, from dist/engine, and from wherever it is bundled. */
export const packageRoot = path.resolve(import.meta.dirname, '../..')
