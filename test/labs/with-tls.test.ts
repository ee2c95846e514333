// What is held here: labs that know nothing of TLS and users pass with them, too.
import {mkdtempSync, realpathSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {runCli} from '../support/cli.ts'
import {securityFlags} from '../support/security-under-test.ts'
import {expectNothingLeft} from '../support/test.ts'

/**
 * Of every kind: sentinels, a cluster, links, loads, locks, messages. What TLS or users change in a lab, it says itself: `without-tls`,
 * `without-acl`.
 */
const usual = [
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

/** What .ci/run runs besides, on the servers of its choice: of sentinel and cluster those that matter. */
const more = [
  'two-masters',
  'sentinel-discovery',
  'quorum-lost',
  'failover-frozen-master',
  'readonly-after-failover',
  'cluster-reshard',
  'cluster-minority',
  'cluster-manual-failover',
]

const ways = securityFlags.length > 0 ? [securityFlags.join(' ')] : ['--tls', '--acl default']
const labs = securityFlags.length > 0 ? [...usual, ...more] : usual

test.each(ways)('labs of every kind pass with %s', {timeout: 300_000}, async (way) => {
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
