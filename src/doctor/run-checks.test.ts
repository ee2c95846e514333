import {setTimeout as delay} from 'node:timers/promises'
import {expect, it} from 'vitest'
import {layOutMachine} from '../../test/support/machine-files.ts'
import {type Check, type CheckResult, isHealthy, manualFix} from './check.ts'
import {Machine} from './machine.ts'
import {allChecks} from './registry.ts'
import {runChecks} from './run-checks.ts'

const fine: Check = {
  id: 'fine',
  title: 'Fine',
  run: async () => ({status: 'ok', found: 'fine', why: 'It is.', fix: null}),
}
const broken: Check = {
  id: 'broken',
  title: 'Broken',
  run: async (machine) => {
    // A folder where a file should be: it cannot be read as one.
    await machine.read('/etc')
    throw new TypeError('not reached')
  },
}
const endless: Check = {id: 'endless', title: 'Endless', run: () => new Promise(() => {})}

it('makes a warning of a check that cannot look, and of one that does not end', async () => {
  await using laid = await layOutMachine({'/etc/passwd': ''})
  const results = await runChecks([fine, broken, endless], laid.machine, {withinMs: 50})
  expect(results).toMatchObject([
    {id: 'fine', status: 'ok'},
    {id: 'broken', status: 'warn', found: expect.stringMatching(/^could not be checked: EISDIR/)},
    {id: 'endless', status: 'warn', found: 'could not be checked: no answer within 50 ms'},
  ])
})

it('ends with the reason when it is aborted', async () => {
  const controller = new AbortController()
  const running = runChecks([endless], new Machine({signal: controller.signal}))
  await delay(10)
  controller.abort(new Error('Ctrl-C'))
  await expect(running).rejects.toThrow('Ctrl-C')
})

it('has an id of its own for each check', () => {
  const ids = allChecks.map(({id}) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[a-z0-9-]+$/)
})

it('is healthy with warnings, unless they count', () => {
  const result: CheckResult = {id: 'a', title: 'A', status: 'warn', found: '', why: '', fix: manualFix({})}
  expect(isHealthy([result], {strict: false})).toBe(true)
  expect(isHealthy([result], {strict: true})).toBe(false)
  expect(isHealthy([{...result, status: 'fail'}], {strict: false})).toBe(false)
  expect(isHealthy([{...result, status: 'info'}], {strict: true})).toBe(true)
})
