// The declarations of the package: those that its entry points reach, and no others. The rest of dist is for the tests.
import {readFile} from 'node:fs/promises'
import path from 'node:path'

const entries = ['index.d.ts', 'testing/index.d.ts']

/**
 * @param {string} dist the folder that the compiler writes
 * @returns {Promise<Map<string, string>>} the text of each declaration, by its path below that folder
 */
export async function collectTypes(dist) {
  const found = new Map()
  const add = async (file) => {
    if (found.has(file)) return
    found.set(file, '')
    const text = await readFile(path.join(dist, file), 'utf8')
    const imported = [...text.matchAll(relativeImport)].map(([, , specifier]) => specifier)
    // As the compiler writes them they name files that are not in the package.
    found.set(
      file,
      text.replace(relativeImport, (_, before, specifier, end) => `${before}${asJs(specifier)}${end}`),
    )
    for (const specifier of imported)
      await add(path.posix.join(path.posix.dirname(file), specifier.replace(/\.ts$/, '.d.ts')))
  }
  for (const entry of entries) await add(entry)
  return found
}

const relativeImport = /((?:\bfrom |\bimport |\bimport\()['"])(\.[^'"]+)(['"])/g

function asJs(specifier) {
  return specifier.replace(/\.ts$/, '.js')
}
