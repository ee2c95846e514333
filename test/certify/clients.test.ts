// What is held here: real clients come through the scenarios that tell clients apart as they did before. Which fail, and how, is
// kept in drivers/known. It takes minutes and the libraries of drivers/README.md, so it runs where it is asked for.
import {readFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {parseKnown} from '../../src/core/certify/known.ts'
import {describe, expect, expectNothingLeft, test} from '../support/test.ts'

const drivers = path.join(import.meta.dirname, '../../drivers')

const scenarios = [
  'planned-failover',
  'two-failovers',
  'master-frozen',
  'first-sentinel-hung',
  'subscribe',
  'blocked-pop',
  'cluster-master-killed',
  'cluster-new-addresses',
]

const node = (driver: string, ...args: readonly string[]) => [
  process.execPath,
  path.join(drivers, driver),
  ...args,
]
const clients: Readonly<Record<string, readonly string[]>> = {
  ioredis: node('ioredis.js'),
  'ioredis-as-readme': node('ioredis.js', '--as-readme'),
  'node-redis-as-readme': node('node-redis.js', '--as-readme'),
  'redis-py': ['/usr/bin/python3', path.join(drivers, 'redis-py.py')],
}

describe.skipIf(process.env['REDISLAB_TEST_CLIENTS'] === undefined)('clients', () => {
  test.for(Object.entries(clients))('%s', {timeout: 240_000}, async ([name, command], {redislab, home}) => {
    const known = path.join(drivers, `known/${name}.txt`)
    const args = [
      ...scenarios.flatMap((id) => ['--scenario', id]),
      ...['--jobs', '4', '--wait', '20s', '--known', known, '--json'],
    ]
    const run = await redislab('', {args: ['certify', ...args, '--', ...command]})
    const result = run.json()
    const failed = result.scenarios.filter(({passed}: {passed: boolean}) => !passed)
    const seen = new Map<string, string>(
      result.scenarios.map(({id, verdict}: {id: string; verdict: string | null}) => [
        id,
        verdict ?? 'skipped',
      ]),
    )
    const expected = verdictsIn(known)
    const wrong = [...seen].filter(([id, word]) => !(expected.get(id) ?? ['follows']).includes(word))
    expect(wrong, JSON.stringify(failed, null, 2)).toEqual([])
    expect(run.exitCode).toBe(0)
    expectNothingLeft(home)
  })
})

/** The scenarios of a file for --known, each with the verdicts that its remark begins with: one, or several with "or" in between. */
function verdictsIn(file: string): ReadonlyMap<string, readonly string[]> {
  const text = readFileSync(file, 'utf8')
  return new Map(
    [...parseKnown(text)].map((id) => {
      const remark = new RegExp(`^${id} *# *([^:\n]+)`, 'm').exec(text)?.[1]
      if (remark === undefined) throw new Error(`${file}: ${id} has no verdict in its remark.`)
      return [id, remark.trim().split(' or ')]
    }),
  )
}
