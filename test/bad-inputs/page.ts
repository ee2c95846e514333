import path from 'node:path'
import {type ErrorCode, errorTable} from '../../src/core/errors.ts'
import type {StageName} from './bad-input.ts'
import {stages} from './stages.ts'

export interface Answer {
  readonly sentence: string
  readonly suggestions: readonly string[]
}

interface Surroundings {
  readonly home: string
  /** Where it is typed. */
  readonly folder: string
  /** The port of the first data instance. */
  readonly first: number
  readonly isBare: boolean
}

const repository = path.resolve(import.meta.dirname, '../..')

/** What is of this run is told as it is for most people. */
export function normalise(
  {sentence, suggestions}: Answer,
  {home, folder, first, isBare}: Surroundings,
): Answer {
  const sentinels = isBare ? 2 : 10
  const tell = (text: string) =>
    text
      .replaceAll(folder, '~/project')
      .replaceAll(home, '~/.local/state/redislab')
      .replaceAll(repository, '/usr/lib/node_modules/redislab')
      .replace(/\b\d{5}\b/g, (digits) => {
        const offset = Number(digits) - first
        if (offset < 0 || offset >= 20) return digits
        return offset >= sentinels ? `${26_380 + offset - sentinels}` : `${6380 + offset}`
      })
      .replace(/\bpid \d+/g, 'pid 4711')
      .replace(/^There (is|are) (redis|valkey) .*$/, 'There are redis 7.0.15 (/usr/bin/redis-server).')
      .replace(/^(\S+ refuses line )\d+/, (_, words: string) => `${words}49`)
  return {sentence: tell(sentence), suggestions: suggestions.map(tell)}
}

interface Row {
  readonly stage: StageName
  readonly typed: string
  readonly code: ErrorCode
  readonly answer: Answer | undefined
}

/** docs/errors.md: every code, and what is said to every bad input. */
export function renderPage(rows: readonly Row[]): string {
  const commands = [...new Set(rows.map(({typed}) => commandOf(typed)))]
  const sections = commands.flatMap((command) => [
    `### ${command}`,
    '',
    '| typed | when | code | what is said, and what to do next |',
    '|---|---|---|---|',
    ...rows.filter(({typed}) => commandOf(typed) === command).map(rowOf),
    '',
  ])
  return `${[...introduction(), '', ...codes(), '', ...explained(rows.length), '', ...sections].join('\n').trimEnd()}\n`
}

function commandOf(typed: string): string {
  const [first = '', second = ''] = typed.split(' ')
  return first === 'lab' && ['list', 'show', 'run', 'check', 'new'].includes(second) ? `lab ${second}` : first
}

function rowOf({stage, typed, code, answer}: Row): string {
  const next = (answer?.suggestions ?? []).map((suggestion) => `→ ${escapeCell(suggestion)}`)
  const said = [escapeCell(answer?.sentence ?? ''), ...next].join('<br>')
  return `| \`${typed.replaceAll('|', '\\|')}\` | ${stages[stage].title} | \`${code}\` | ${said} |`
}

function escapeCell(text: string): string {
  return text.replace(/[|<>*_`[\]]/g, '\\$&')
}

function introduction(): readonly string[] {
  const example = {
    error: {
      code: 'TOPOLOGY_INVALID',
      message: '"m1r2s3" is not a topology.',
      suggestions: ['Did you mean 1m2r3s?'],
      exitCode: errorTable.TOPOLOGY_INVALID.exitCode,
    },
  }
  return [
    '# Errors',
    '',
    'Every error that you can meet has a code, one sentence that says what is wrong and where, and what to do next. With',
    '`--json` it is an object on stdout; the exit code is the same with and without.',
    '',
    '```json',
    JSON.stringify(example, undefined, 2),
    '```',
    '',
    '`details` stands beside these where there are facts for programs. An error that is not in this table has the code',
    '`BUG` and the exit code 70: it is a mistake of redislab, and worth a report.',
  ]
}

function codes(): readonly string[] {
  const rows = Object.entries(errorTable)
    .map(([code, {exitCode, means}], index) => ({code, exitCode, means, index}))
    .sort((a, b) => a.exitCode - b.exitCode || a.index - b.index)
    .map(({code, exitCode, means}) => `| \`${code}\` | ${exitCode} | ${means} |`)
  return ['| code | exit code | what it means |', '|---|---|---|', ...rows]
}

function explained(count: number): readonly string[] {
  return [
    `## ${count} mistakes, and what is said to them`,
    '',
    'Each row is a test: it is typed as it stands here, in text and with `--json`, in a folder with a few files in it, and both say the',
    'same. This page is what they said.',
  ]
}
