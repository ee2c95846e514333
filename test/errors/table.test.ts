// Each bad input of the table is typed at the real program, in text and with --json: what is held is that it is told in
// one sentence, with the code, the exit code and what to do next that the table has, and that nothing comes of it.
import {mkdtempSync, readdirSync, realpathSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {errorTable} from '../../src/core/errors/errors.ts'
import {processesIn} from '../support/processes.ts'
import {describe, expect, test as withDeployment} from '../support/test.ts'
import type {BadInput} from './bad-input.ts'
import {writeFiles} from './files.ts'
import {type StageName, stages} from './stages.ts'
import {badInputs} from './table.ts'
import {type Ground, toTold, typeIn} from './type-in.ts'

const atOnce = 4

const test = withDeployment.extend<{here: string}>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern.
  here: async ({}, use) => {
    const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'redislab-here-')))
    writeFiles(folder)
    await use(folder)
    rmSync(folder, {recursive: true, force: true})
  },
})

describe('bad inputs are told as the table says', () => {
  test.for(Object.keys(stages) as StageName[])(
    '%s',
    {timeout: 240_000},
    async (name, {home, here, port, redislab}) => {
      const inputs = badInputs.filter(({stage = 'nothing'}) => stage === name)
      const stage: {
        commands: readonly string[]
        damage?: (home: string) => void
        mend?: (home: string) => void
      } = stages[name]
      for (const command of stage.commands) expect((await redislab(command)).exitCode, command).toBe(0)
      stage.damage?.(home)
      const before = lookAround(home, here)
      // Where nothing is there yet, some begin to start something: each hand has a state folder and ports of its own.
      const grounds = Array.from({length: atOnce}, (_, hand): Ground => {
        if (name !== 'nothing') return {home, cwd: here, port, sentinelPort: port + 10}
        const first = port + 5 * hand
        return {home: path.join(home, `.${hand}`), cwd: here, port: first, sentinelPort: first + 2}
      })
      const left = [...inputs]
      const wrong: unknown[] = []
      const type = async (ground: Ground) => {
        for (let input = left.shift(); input !== undefined; input = left.shift()) {
          const problems = await problemsOf(input, ground)
          if (problems.length > 0) wrong.push({typed: input.typed, problems})
        }
      }
      await Promise.all(grounds.map(type))
      expect(wrong).toEqual([])
      expect(lookAround(home, here), 'what there is afterwards').toEqual(before)
      stage.mend?.(home)
    },
  )

  test('every input is there once', () => {
    const typed = badInputs.map(({typed, stage}) => `${stage}: ${typed}`)
    expect(typed.filter((one, index) => typed.indexOf(one) !== index)).toEqual([])
    expect(badInputs.length).toBeGreaterThanOrEqual(150)
  })
})

/** What differs from the table. */
async function problemsOf(input: BadInput, ground: Ground): Promise<readonly unknown[]> {
  const {code, message, suggestions} = input
  const {exitCode} = errorTable[code]
  const {text, json} = await typeIn(input.typed, ground)
  const told = toTold(text.stderr, ground)
  const wanted = [`✖ ${message}`, ...suggestions.map((suggestion) => `  → ${suggestion}`), ''].join('\n')
  // What went well before is told on stderr, too.
  const own = told.replace(/^(✔ .*\n)+(?=✖ )/, '')
  const problems: unknown[] = []
  const hold = (what: string, found: unknown, expected: unknown) => {
    if (JSON.stringify(found) !== JSON.stringify(expected)) problems.push({what, found, expected})
  }
  hold('stderr', own, wanted)
  hold('stdout', text.stdout, '')
  hold('exit code', text.exitCode, exitCode)
  if (json === undefined) return problems
  hold('exit code with --json', json.exitCode, exitCode)
  const error = parseError(json.stdout)
  hold(
    'error',
    {
      ...error,
      message: toTold(error.message, ground),
      suggestions: error.suggestions.map((it) => toTold(it, ground)),
    },
    {code, message, suggestions, exitCode},
  )
  return problems
}

function parseError(stdout: string) {
  try {
    const {code, message, suggestions, exitCode} = JSON.parse(stdout).error
    return {code, message: String(message), suggestions: [...suggestions].map(String), exitCode}
  } catch {
    return {code: 'no error object', message: stdout, suggestions: [], exitCode: undefined}
  }
}

/** Processes and files, as far as an input that is refused must leave them alone. */
function lookAround(home: string, here: string) {
  return {
    processes: processesIn(home).map(({pid}) => pid),
    deployments: readdirSync(home).filter((name) => !name.startsWith('.')),
    files: readdirSync(here),
  }
}
