// What is held here: a lab on two servers ends in what differs between them. Needs Redis and Valkey on this machine.
import type {Comparison} from '../../src/core/lab/comparison.ts'
import {findServers} from '../../src/engine/servers/find-servers.ts'
import {expect, expectNothingLeft, test} from '../support/test.ts'

const servers = (await findServers()).filter(({supported}) => supported)
const missing = ['redis', 'valkey'].filter((wanted) => !servers.some(({flavour}) => flavour === wanted))

test('Redis and Valkey side by side: the verdicts of each, what was measured, and what differs', async ({
  home,
  redislab,
  skip,
}) => {
  if (missing.length > 0) skip(`there is no ${missing.join(' and no ')} server here`)
  const command = 'lab run failover master-restart-resync --server redis --server valkey --jobs 4'
  const [text, json] = await Promise.all([redislab(command), redislab(`${command} --json`)])
  expect([text.exitCode, json.exitCode]).toEqual([0, 0])
  const comparisons: readonly Comparison[] = json.json().comparisons
  expect(comparisons.map(({lab}) => lab)).toEqual(['failover', 'master-restart-resync'])
  for (const {servers: names, rows} of comparisons) {
    expect(names).toEqual([expect.stringMatching(/^redis \d/), expect.stringMatching(/^valkey \d/)])
    expect(rows.find(({what}) => what === 'outcome')?.values).toEqual(['passed', 'passed'])
    expect(rows.every(({values}) => values.length === 2)).toBe(true)
  }
  expect(comparisons[0]?.rows.find(({what}) => what === 'phases.writableMs')?.values).toEqual([
    expect.any(Number),
    expect.any(Number),
  ])
  expect(text.stdout).toMatch(/^ {2}failover +redis \d\S* +valkey \d\S*$/m)
  expect(text.stdout).toMatch(/^ {2}master-restart-resync +redis \d\S* +valkey \d\S*$/m)
  expect(text.stdout).toMatch(
    /\n(No verdict differs between redis .* and valkey .*\.| {2}what differs .*\n[\s\S]+)\n$/,
  )
  expectNothingLeft(home)
}, 120_000)
