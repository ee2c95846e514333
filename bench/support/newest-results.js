import {readdir, readFile} from 'node:fs/promises'
import path from 'node:path'

const folder = path.resolve(import.meta.dirname, '../results')

/**
 * The newest results of a part of the bench.
 *
 * @param {string} part
 */
export async function readNewest(part) {
  const names = await readdir(folder)
  const newest = names
    .filter((name) => new RegExp(`^${part}-\\d{4}-`).test(name))
    .sort()
    .at(-1)
  if (newest === undefined) throw new Error(`There are no results of ${part} in bench/results/ yet.`)
  return JSON.parse(await readFile(path.join(folder, newest), 'utf8'))
}
