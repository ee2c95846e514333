// Logs with bytes of every kind: what is read is told, and what is printed holds nothing that a terminal obeys.
import {readdirSync, readFileSync} from 'node:fs'
import {writeFile} from 'node:fs/promises'
import path from 'node:path'
import {performance} from 'node:perf_hooks'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {describeLogRecord} from '../../src/core/contract/log-json.ts'
import {explainRecord} from '../../src/core/redis/explain-record.ts'
import type {RecognisedRecord} from '../../src/core/redis/log-record.ts'
import {stringifyVisible} from '../../src/core/text/visible.ts'
import {readLogs} from '../../src/engine/logs/read-logs.ts'
import {stdoutTheme} from '../../src/reporters/kit/theme.ts'
import {renderLogRecord} from '../../src/reporters/timeline/log-view.ts'
import {makeTemporaryFolder} from '../support/temporary-folder.ts'
import {fuzz} from './support.ts'

const fixtures = path.resolve(import.meta.dirname, '../fixtures/failovers')
const known = readdirSync(fixtures).flatMap((name) =>
  readdirSync(path.join(fixtures, name))
    .filter((file) => file.endsWith('.log'))
    .flatMap((file) => readFileSync(path.join(fixtures, name, file), 'utf8').split('\n')),
)

/** C0 but for the end of the line, DEL, C1, and what turns the direction of text. */
const control = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/

const byte = fc.integer({min: 0, max: 255})
const bytes = fc.array(byte, {maxLength: 200}).map((list) => Buffer.from(list))
const nasty = fc
  .constantFrom('\x1b[2J', '\x1b]0;title\x07', '\x9b31m', '\u202e', '\0', '\r', '\xff', '\x7f')
  .map((it) => Buffer.from(it, 'latin1'))
const line = fc.constantFrom(...known).map((text) => Buffer.from(text))
const cutLine = fc.tuple(line, fc.nat({max: 300})).map(([whole, at]) => whole.subarray(0, at))
const mixed = fc
  .tuple(line, fc.nat({max: 200}), fc.oneof(bytes, nasty))
  .map(([whole, at, put]) => Buffer.concat([whole.subarray(0, at), put, whole.subarray(at)]))
const end = fc.constantFrom('\n', '\r\n', '\n\n', '').map((text) => Buffer.from(text))
const log = fc
  .array(fc.tuple(fc.oneof(line, bytes, nasty, cutLine, mixed), end), {maxLength: 30})
  .map((parts) => Buffer.concat(parts.flat()))

/** Everything that can be said of a line of a log. */
function say(record: RecognisedRecord): string {
  const explained = explainRecord(record)
  const options = {nameWidth: 2, severity: record.known?.entry.severity, explained}
  return [
    renderLogRecord(record, stdoutTheme, options),
    renderLogRecord(record, stdoutTheme, {...options, width: 60}),
    stringifyVisible(describeLogRecord(record, explained)),
  ].join('\n')
}

async function readAll(
  folder: string,
  contents: readonly Buffer[],
  tail?: number,
): Promise<readonly RecognisedRecord[]> {
  const sources = contents.map((_, index) => ({
    instance: `n${index + 1}`,
    index,
    path: path.join(folder, `n${index + 1}.log`),
  }))
  await Promise.all(sources.map(({path: file}, index) => writeFile(file, contents[index] as Buffer)))
  const records: RecognisedRecord[] = []
  for await (const record of readLogs(sources, {tail})) records.push(record)
  return records
}

describe('logs', () => {
  it('with bytes of every kind', async () => {
    await using folder = await makeTemporaryFolder()
    await fc.assert(
      fc.asyncProperty(
        fc.array(log, {minLength: 1, maxLength: 3}),
        fc.option(fc.nat({max: 10}), {nil: undefined}),
        async (logs, tail) => {
          const records = await readAll(folder.path, logs, tail)
          if (tail !== undefined) expect(records.length).toBeLessThanOrEqual(tail)
          for (const record of records) expect(say(record)).not.toMatch(control)
        },
      ),
      {...fuzz, numRuns: Math.min(fuzz.numRuns ?? 100, 200)},
    )
  })

  it.each([
    ['of text', Buffer.alloc(10_000_000, 'x')],
    ['of zeros', Buffer.alloc(10_000_000)],
    ['of bytes that are no UTF-8', Buffer.alloc(10_000_000, 0xff)],
    [
      'that begins as a known one',
      Buffer.concat([Buffer.from(known[0] ?? ''), Buffer.alloc(10_000_000, ' a')]),
    ],
    [
      'of numbers',
      Buffer.concat([Buffer.from('1:M 22 Nov 2026 20:33:27.785 * '), Buffer.alloc(10_000_000, '1')]),
    ],
  ])('with a line of 10 MB %s', async (_, long) => {
    await using folder = await makeTemporaryFolder()
    const startedAt = performance.now()
    const records = await readAll(folder.path, [Buffer.concat([long, Buffer.from(`\n${known[0]}\n`)])])
    for (const record of records) expect(say(record)).not.toMatch(control)
    expect(records.length).toBeGreaterThan(0)
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })
})
