import {appendFile, mkdtemp, rm} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import {expect, test} from 'vitest'
import {appendJournal, journalFile, readJournal} from './journal.ts'

const kill = {kind: 'fault-injected', fault: 'kill', instances: ['n1'], signal: 'SIGKILL'} as const

test('a journal is read as it was written, and torn or foreign lines are left out', async () => {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'redislab-journal-'))
  try {
    expect(await readJournal(directory)).toEqual([])
    await appendJournal(directory, new Date(1000), {kind: 'deployment-started', topology: '1m', readyMs: 5})
    await appendFile(
      path.join(directory, journalFile),
      'not JSON\n{"at":"x"}\n{"at":"2026-01-01T00:00:00.000Z","kind":"?"}\n',
    )
    await appendFile(path.join(directory, journalFile), '{"at":"1970-01-01T00:00:01.500Z","kind":"fault-inj')
    // The torn line has no newline: the next one stands behind it.
    await appendJournal(directory, new Date(2000), kill)
    await appendFile(path.join(directory, journalFile), '{"at":"1970-01-')
    expect(await readJournal(directory)).toEqual([
      {at: 1000, entry: {kind: 'deployment-started', topology: '1m', readyMs: 5}},
      {at: 2000, entry: kill},
    ])
  } finally {
    await rm(directory, {recursive: true})
  }
})
