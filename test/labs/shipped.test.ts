import {existsSync, mkdtempSync, realpathSync, rmSync} from 'node:fs'
import {readdir, readFile} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {parse} from 'yaml'
import {labJsonSchema} from '../../src/core/lab/json-schema.ts'
import type {LabResult} from '../../src/core/lab/result.ts'
import {textsOf} from '../../src/core/lab/translate.ts'
import {listLabNames, readLab, shippedLabs} from '../../src/runner/lab-files.ts'
import {runCli} from '../support/cli.ts'
import {wantedServer} from '../support/server-under-test.ts'
import {expectNothingLeft} from '../support/test.ts'
import {findLacking, lookHere} from './lacks.ts'

const names = await listLabNames()
const home = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'redislab-test-labs-')))
afterAll(() => rmSync(home, {recursive: true, force: true}))

/** The labs that cannot run here, since they declare a requirement that this machine or the server does not meet. */
const cannotRun = await findThoseThatCannotRun()

async function findThoseThatCannotRun(): Promise<ReadonlySet<string>> {
  const here = await lookHere()
  const labs = await Promise.all(names.map((name) => readLab(name)))
  return new Set(labs.filter((lab) => findLacking(lab, here).length > 0).map(({name}) => name))
}

/** Labs wait most of the time: four at once are no burden for two cores. */
async function runAll(...more: readonly string[]): Promise<Map<string, LabResult>> {
  const json = await run('--all', '--jobs', '4', ...more)
  const labs: readonly LabResult[] = json.labs
  return new Map(labs.map((result) => [result.lab, result]))
}

async function run(...args: readonly string[]) {
  const {json, stderr} = await runCli(['lab', 'run', '--json', ...args], {env: {REDISLAB_HOME: home}})
  expect(stderr).not.toMatch(/^\s+at |Error/m)
  return json()
}

/** With --retry: the result of the common run would be read once more, so the lab runs again, alone. */
function isSecondTry({result}: {readonly result?: {readonly retryCount?: number} | undefined}): boolean {
  return (result?.retryCount ?? 0) > 0
}

describe('every lab passes', () => {
  let results = new Map<string, LabResult>()
  beforeAll(async () => {
    results = await runAll()
  }, 600_000)

  test.for(names)('%s', {timeout: 180_000}, async (name, {task}) => {
    if (isSecondTry(task)) results.set(name, await run(name))
    const {outcome, reason} = results.get(name) ?? {outcome: 'not run', reason: null}
    expect({outcome, reason}).toEqual(
      cannotRun.has(name)
        ? {outcome: 'skipped', reason: expect.stringMatching(/^it (needs|runs on)/)}
        : {outcome: 'passed', reason: null},
    )
  })

  test('nothing is left of them', () => {
    expectNothingLeft(home)
  })
})

// What is shown is that the lab looks: once is enough, whatever the server.
describe.skipIf(wantedServer !== undefined)('every lab fails under the one change that it names', () => {
  let results = new Map<string, LabResult>()
  beforeAll(async () => {
    results = await runAll('--negative')
  }, 600_000)

  test.for(names)('%s', {timeout: 180_000}, async (name, {task}) => {
    if (isSecondTry(task)) results.set(name, await run(name, '--negative'))
    expect(results.get(name)?.outcome).toBe(cannotRun.has(name) ? 'skipped' : 'failed')
  })

  test('nothing is left of them', () => {
    expectNothingLeft(home)
  })
})

describe('every lab is told in Chinese, too', () => {
  test.for(names)('%s', async (name) => {
    const file = path.join(shippedLabs, 'zh', `${name}.yaml`)
    const dictionary: Record<string, string> = existsSync(file) ? parse(await readFile(file, 'utf8')) : {}
    const texts = textsOf(await readLab(name))
    expect(Object.keys(dictionary).toSorted()).toEqual(texts.toSorted())
    for (const text of Object.values(dictionary)) expect(text).toMatch(/\p{Script=Han}/u)
  })

  test('and there is no translation of a lab that is not there', async () => {
    const files = await readdir(path.join(shippedLabs, 'zh'))
    expect(files.filter((file) => !names.includes(path.basename(file, '.yaml')))).toEqual([])
  })
})

test('the JSON Schema is that of the language (vitest run --update writes it)', async () => {
  await expect(`${JSON.stringify(labJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../labs/lab.schema.json',
  )
})

test('every lab has a topic, and says what one learns from it', async () => {
  const labs = await Promise.all(names.map((name) => readLab(name)))
  expect(
    labs.filter(({topic, about}) => topic === undefined || about === undefined).map(({name}) => name),
  ).toEqual([])
})
