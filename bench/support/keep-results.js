import {mkdir, writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'

const folder = path.resolve(import.meta.dirname, '../results')

/**
 * Writes what a part of the bench measured to bench/results/, with the time.
 *
 * @param {string} part
 * @param {Readonly<Record<string, unknown>>} machine as it was before: measuring makes a load of its own
 * @param {Readonly<Record<string, unknown>>} measured
 * @returns the file, as it is told to a person
 */
export async function keepResults(part, {serverPath, ...machine}, measured) {
  const at = new Date().toISOString()
  const file = path.join(folder, `${part}-${at.slice(0, 19).replaceAll(':', '')}Z.json`)
  await mkdir(folder, {recursive: true})
  await writeFile(file, `${compact(JSON.stringify({at, machine, ...measured}, undefined, 2))}\n`)
  return path.relative(process.cwd(), file)
}

/** What holds nothing but plain values stands on one line: of two hundred failovers each. */
function compact(json) {
  return json.replace(/[[{]\n([^[\]{}]*?)\n\s*[\]}]/g, (whole, inner) => {
    const values = inner.trim().replace(/\n\s*/g, ' ')
    return `${whole[0]}${values}${whole.at(-1)}`
  })
}
