// What is held here: whatever is wrong with what was typed, in whatever command, one sentence says so, in text and with --json
// alike, with the code and the exit code of the contract; nothing is started, and what runs is left alone. docs/errors.md is
// written from it: vitest run test/bad-inputs --update.
import {mkdirSync, readdirSync, rmSync} from 'node:fs'
import path from 'node:path'
import {isDeepStrictEqual} from 'node:util'
import {errorTable} from '../../src/core/errors.ts'
import type {CliOptions, CliResult} from '../support/cli.ts'
import {runCli} from '../support/cli.ts'
import {expect, type Fixtures, test} from '../support/test.ts'
import {type BadInput, wordsOf} from './bad-input.ts'
import {layOutFiles} from './files.ts'
import {type Answer, normalise, renderPage} from './page.ts'
import {stages} from './stages.ts'
import {table} from './table.ts'
import {jsonWordsOf} from './with-json.ts'

const lanes = 4
/** Of the 20 ports of a test, for each lane: the first for data instances, the third for sentinels. */
const portsOfLane = 5
const answers = new Map<string, Answer>()

test.for(table.map((one, index) => [one.stage, index] as const))(
  '%s (%i)',
  {timeout: 300_000},
  async ([name, index], {home, port, redislab}) => {
    const {inputs} = table[index] as (typeof table)[number]
    const {up, layOut, isBare} = stages[name]
    const folder = path.join(home, '.files')
    layOutFiles(folder)
    layOut?.(home)
    if (up !== undefined) expect((await redislab(up)).exitCode).toBe(0)
    const before = up === undefined ? undefined : await pidsOf(redislab)
    const rest = [...inputs]
    const problems: string[] = []
    const work = async (lane: number) => {
      const first = isBare ? port + lane * portsOfLane : port
      const ownHome = isBare ? path.join(home, `.lane-${lane}`) : home
      const env = {
        REDISLAB_HOME: ownHome,
        REDISLAB_PORT: `${first}`,
        REDISLAB_SENTINEL_PORT: `${isBare ? first + 2 : port + 10}`,
        // Debian's Node looks for a file of its own; what is asked for here is not on any path.
        REDISLAB_SERVERS: '',
      }
      mkdirSync(ownHome, {recursive: true})
      for (let input = rest.shift(); input !== undefined; input = rest.shift()) {
        const run = (words: readonly string[]) => runCli(words, {env, cwd: folder} satisfies CliOptions)
        const answer = await hold(input, run).catch((error: unknown) => {
          problems.push(String(error))
          return undefined
        })
        if (answer === undefined) continue
        answers.set(
          `${index} ${input[0]}`,
          normalise(answer, {home: ownHome, folder, first, isBare: isBare === true}),
        )
      }
      const left = readdirSync(ownHome).filter((entry) => !entry.startsWith('.'))
      if (isBare && left.length > 0) problems.push(`left in a state folder: ${left}`)
    }
    await Promise.all(Array.from({length: lanes}, (_, lane) => work(lane)))
    for (const entry of up === undefined ? readdirSync(home) : [])
      rmSync(path.join(home, entry), {recursive: true})
    expect(problems).toEqual([])
    if (before !== undefined) expect(await pidsOf(redislab)).toEqual(before)
  },
)

test('docs/errors.md tells them all', async () => {
  const rows = table.flatMap(({stage, inputs}, index) =>
    inputs.map(([typed, code]) => ({stage, typed, code, answer: answers.get(`${index} ${typed}`)})),
  )
  expect(rows.filter(({answer}) => answer === undefined)).toEqual([])
  expect(rows.length).toBeGreaterThanOrEqual(150)
  await expect(renderPage(rows)).toMatchFileSnapshot('../../docs/errors.md')
})

/** Types it twice, and holds both answers to the same error. */
async function hold(
  [typed, code]: BadInput,
  run: (words: readonly string[]) => Promise<CliResult>,
): Promise<Answer> {
  const {exitCode} = errorTable[code]
  const words = wordsOf(typed)
  const text = await run(words)
  const jsonWords = jsonWordsOf(words)
  const json = jsonWords === undefined ? undefined : await run(jsonWords)
  // A command that has begun says how far it came.
  const lines = text.stderr.trimEnd().split('\n')
  const [sentence = '', ...next] = lines.slice(lines.findIndex((line) => !line.startsWith('✔ ')))
  const suggestions = next.filter((line) => line.startsWith('  → ')).map((line) => line.slice(4))
  const seen = {
    exitCodes: [text.exitCode, json?.exitCode ?? exitCode],
    stdout: text.stdout,
    isOneSentence: /^✖ \S.*\S$/.test(sentence) && next.every((line) => /^ {2}[→│] /.test(line)),
    error: json === undefined ? undefined : errorOf(json),
  }
  const wanted = {
    exitCodes: [exitCode, exitCode],
    stdout: '',
    isOneSentence: true,
    error: json === undefined ? undefined : {code, exitCode, message: sentence.slice(2), suggestions},
  }
  if (!isDeepStrictEqual(seen, wanted))
    throw new Error(`${typed}: ${JSON.stringify(seen)} in place of ${JSON.stringify(wanted)}: ${text.stderr}`)
  return {sentence: sentence.slice(2), suggestions}
}

function errorOf({stdout, exitCode}: CliResult): unknown {
  try {
    const {code, exitCode: told, message, suggestions} = JSON.parse(stdout).error
    return {code, exitCode: told, message, suggestions}
  } catch {
    return `exit code ${exitCode}, stdout ${stdout.slice(0, 200)}`
  }
}

async function pidsOf(redislab: Fixtures['redislab']) {
  const {instances} = (await redislab('status --json')).json()
  return instances.map(({name, pid, state}: {name: string; pid: number; state: string}) => [name, pid, state])
}
