import {existsSync} from 'node:fs'
import {mkdir, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {processesIn} from './processes.ts'
import {expect} from './test.ts'

/** A lab of two steps: what is written can be read. */
export const smallLab = `title: A key that is written
about: The smallest lab.
topology: 1m
clients: [alice]
claims:
  - id: kept
    text: What was written can be read.
  - id: forgotten
    text: What was written is forgotten.
    verdict: refuted
    because: Redis keeps it.
steps:
  - alice: SET key value
    reply: OK
    id: write
  - alice: GET key
    reply: value
    save: found
    shows: kept
    refutes: forgotten
expect:
  - found == 'value'
fails-when:
  without: write
`

/** @returns the file that holds the lab now */
export async function writeLab(home: string, text: string): Promise<string> {
  const file = path.join(home, 'labs', 'small.yaml')
  await mkdir(path.dirname(file), {recursive: true})
  await writeFile(file, text)
  return file
}

/** Nothing but what the test itself has put there. */
export function expectGone(home: string): void {
  expect(processesIn(home)).toEqual([])
  expect(existsSync(home)).toBe(true)
}
