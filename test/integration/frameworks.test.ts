// Hypotheses: with the package as it is built, every pool of Vitest works, and node:test reports a failed test where the
// program wrote it.
import {execFile} from 'node:child_process'
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {promisify} from 'node:util'
import {expect, expectNothingLeft, test} from '../support/test.ts'

const root = path.resolve(import.meta.dirname, '../..')
const library = path.join(root, 'bundle/lib/testing.js')

const vitestFile = `
import {test as base, expect} from 'vitest'
import {vitestFixtures} from '${library}'
const test = base.extend(vitestFixtures('1m1r', {downAfterMs: 60_000}))
test('a fault is undone', async ({deployment}) => {
  {
    await using _frozen = await deployment.pause('n2')
    expect((await deployment.status()).ready).toBe(false)
  }
  expect((await deployment.status()).ready).toBe(true)
})
test('and reset', async ({deployment}) => {
  expect((await deployment.master()).name).toBe('n1')
})
`

const nodeFile = `import {after, test} from 'node:test'
import {nodeTest} from '${library}'

const testDeployment = nodeTest({test, after}, '1m')

  testDeployment('fails', async () => {
  throw new Error('on purpose')
})
testDeployment.skip('is left out', () => {})
`

test.for(['vmThreads', 'vmForks', 'threads', 'forks'])('the pool %s of Vitest', async (pool, {home}) => {
  const folder = projectIn(home)
  writeFileSync(path.join(folder, 'fault.test.ts'), vitestFile)
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
  const {stdout, exitCode} = await run(home, folder, [
    vitest,
    'run',
    `--pool=${pool}`,
    '--maxWorkers=1',
    '--testTimeout=30000',
  ])
  expect(stdout).toMatch(/Tests +2 passed/)
  expect(exitCode).toBe(0)
  expectNothingLeft(home)
})

test('node:test reports where the program wrote a test', async ({home}) => {
  const folder = projectIn(home)
  const file = path.join(folder, 'fails.test.mjs')
  writeFileSync(file, nodeFile)
  const {stdout, exitCode} = await run(home, folder, ['--test', '--test-reporter=tap', file])
  expect(exitCode).toBe(1)
  expect(stdout).toContain('on purpose')
  expect(stdout).toContain(`location: '${file}:6:3'`)
  expect(stdout).toMatch(/skipped 1/)
  expectNothingLeft(home)
})

function projectIn(home: string): string {
  const folder = path.join(home, '.project')
  mkdirSync(folder)
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}')
  return folder
}

async function run(home: string, cwd: string, args: readonly string[]) {
  const env = {
    ...process.env,
    REDISLAB_HOME: home,
    NO_COLOR: '1',
    // Those of this run mean nothing in there.
    VITEST: undefined,
    VITEST_POOL_ID: undefined,
    NODE_ENV: undefined,
    NODE_TEST_CONTEXT: undefined,
  }
  return await promisify(execFile)(process.execPath, args, {cwd, env, timeout: 100_000}).then(
    ({stdout}) => ({stdout, exitCode: 0}),
    (error: {stdout: string; stderr: string; code: number}) => ({
      stdout: error.stdout + error.stderr,
      exitCode: error.code,
    }),
  )
}
