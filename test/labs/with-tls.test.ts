// What is held here: labs that know nothing of TLS and users pass with them, too.
import {mkdtempSync, realpathSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {runCli} from '../support/cli.ts'
import {expectNothingLeft} from '../support/test.ts'

/**
 * Of every kind: sentinels, a cluster, links, loads, locks, messages. Not those that name what TLS or users change: how a
 * refused connection is logged, a password, MIGRATE without a login.
 */
const labs = [
  'failover',
  'partial-resync',
  'cluster-failover',
  'client-outage',
  'lock-watchdog',
  'pubsub-failover',
  'sentinel-away',
  'split-brain',
]

const home = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'redislab-test-labs-')))
afterAll(() => rmSync(home, {recursive: true, force: true}))

test.each(['--tls', '--acl default'])('labs of every kind pass with %s', {timeout: 300_000}, async (way) => {
  const args = ['lab', 'run', ...labs, ...way.split(' '), '--jobs', '2', '--json']
  const {json} = await runCli(args, {env: {REDISLAB_HOME: home}})
  const outcomes = json().labs.map(({lab, outcome, reason}: Outcome) => ({lab, outcome, reason}))
  expect(outcomes).toEqual(labs.map((lab) => ({lab, outcome: 'passed', reason: null})))
  expectNothingLeft(home)
})

interface Outcome {
  readonly lab: string
  readonly outcome: string
  readonly reason: string | null
}
