// Hypotheses: of a log of megabytes in compose form, each instance gets every line as it wrote it, whichever way the line was read: over
// midnight, in other forms, with what may be a secret, with blanks at its end; where times are moved, every line is moved. Lines that
// look as if they held a secret, and hold none, are copied like all others once one of their shape was read.

import {mkdir, readFile, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {expect} from 'vitest'
import {parseZone} from '../../src/core/clocks/zone.ts'
import {formatStamp} from '../../src/core/evidence/stamp.ts'
import {openSources} from '../../src/engine/opened/open-sources.ts'
import {streamFacts} from '../../src/engine/sources/read-sources.ts'
import {test} from '../support/test.ts'

const names = ['cache-0', 'cache-1', 'watch-0'] as const
type Name = (typeof names)[number]

/** Midnight is in the middle. */
const firstAt = Date.UTC(2026, 8, 1, 23, 57, 30)

/** A line as it is kept, and as it stands in the text where that differs. */
interface Written {
  readonly kept: string
  readonly shown: string
}

/** What the three wrote, by time: mostly routine, now and then a line that is not to be copied as it stands. */
function write(shiftMs = 0): {readonly text: string; readonly kept: Readonly<Record<Name, string[]>>} {
  const rows: string[] = []
  const kept: Record<Name, string[]> = {'cache-0': [], 'cache-1': [], 'watch-0': []}
  for (let number = 0; number < 30_000; number++) {
    const at = firstAt + number * 10
    for (const [index, name] of names.entries()) {
      const letter = name === 'watch-0' ? 'X' : index === 0 ? 'M' : 'S'
      const line = (time: number, message: string) => `${7 + index}:${letter} ${formatStamp(time)} ${message}`
      const {kept: own, shown} = messageOf(number)
      kept[name].push(line(at + shiftMs, own))
      rows.push(`${name}-1  | ${line(at, shown)}`)
    }
    if (number % 10_000 === 5000) rows.push('watch-0-1  | of no form at all: requirepass hunter2hunter2')
  }
  return {text: `${rows.join('\n')}\n`, kept}
}

function messageOf(number: number): Written {
  if (number % 1000 === 17) return {kept: `- Élan ${number} von…`, shown: `- Élan ${number} von…`}
  if (number % 1000 === 18) return {kept: '- blanks at the end', shown: '- blanks at the end  '}
  if (number % 1000 === 19) return {kept: '- a return', shown: '- a return\r'}
  if (number % 1000 === 20)
    return {kept: '# CONFIG SET requirepass …', shown: '# CONFIG SET requirepass hunter2hunter2'}
  const sign = signs.get(number % 1000)
  if (sign !== undefined) return {kept: sign(number), shown: sign(number)}
  const same = `- Client closed connection id=${number} addr=10.0.0.9:${40_000 + (number % 20_000)}`
  return {kept: same, shown: same}
}

/** With a sign of a secret: each has none, but for what is masked already. */
const signs = new Map<number, (number: number) => string>([
  [21, () => '# Unexpected reply to PSYNC from master: -NOAUTH Authentication required.'],
  [22, (number) => `* REPLICAOF 10.0.0.7:6379 enabled (user request from 'id=${number} user=default')`],
  [23, (number) => `* ${number} of two** users: **auth**`],
  [24, () => '* auth with an ü, and redis://10.0.0.7:6379 in it'],
  [25, () => '# CONFIG SET requirepass … by a user'],
])

for (const {how, zone, shiftMs} of [
  {how: 'as they stand', zone: undefined, shiftMs: 0},
  {how: 'moved by two hours', zone: '+02:00', shiftMs: -7_200_000},
])
  test(`every line of a long log in compose form is kept ${how}`, {timeout: 60_000}, async ({home}) => {
    const {text, kept} = write(shiftMs)
    const file = path.join(home, 'compose.log')
    await mkdir(home, {recursive: true})
    await writeFile(file, text)
    expect(text.length).toBeGreaterThan(8 * 1024 * 1024)

    const {directory, identities} = await openSources([file], {
      name: 'long',
      home,
      clocks: zone === undefined ? {} : {zones: [{instance: undefined, zone: parseZone(zone) ?? zone}]},
    })

    expect(identities.heard.map(({name}) => name).toSorted()).toEqual(names.map((name) => `${name}-1`))
    for (const name of names) {
      const log = path.join(directory, `${name}-1`, name === 'watch-0' ? 'sentinel.log' : 'redis.log')
      const lines = (await readFile(log, 'utf8')).split('\n')
      expect(lines.pop()).toBe('')
      expect(lines.length).toBe(kept[name].length)
      expect(lines.filter((line, number) => line !== kept[name][number])).toEqual([])
    }
    expect((await readFile(path.join(directory, 'sources', '0001'), 'utf8')).includes('hunter2')).toBe(false)
  })

test('a storm of lines that only look as if they held a secret is not read line by line', async ({home}) => {
  const file = path.join(home, 'compose.log')
  await mkdir(home, {recursive: true})
  const rows = Array.from({length: 60_000}, (_, number) => {
    const name = names[number % 2] ?? names[0]
    const says = `# MASTER aborted replication with an error: NOAUTH Authentication required. (${number})`
    return `${name}-1  | 7:S ${formatStamp(Date.UTC(2026, 8, 1) + number)} ${says}`
  })
  await writeFile(file, `${rows.join('\n')}\n`)
  const copied: string[] = []
  let read = 0
  const plainLog = {
    copy: (_at: number, bytes: Buffer, from: number, to: number) =>
      copied.push(bytes.toString('utf8', from, to)),
  }

  await streamFacts([file], () => read++, {plainLogOf: () => plainLog})

  expect(read + copied.length).toBe(rows.length)
  // The first of each shape, and those that are in two pieces of what is read.
  expect(read).toBeLessThan(rows.length / 100)
  expect(copied.at(-1)).toBe(rows.at(-1)?.replace(/^\S+ {2}\| /, ''))
})
