// Hypothesis: a sound set of confs is given no cause and no risk: those that Redis, Valkey, their packages and images come
// with, sets as people run them in production, and those that redislab writes. Of a lab that is about a mistake, diagnose
// says that mistake and nothing else.

import {readdir} from 'node:fs/promises'
import path from 'node:path'
import {expect, test} from 'vitest'
import {renderNodesConf} from '../src/core/config/nodes-conf.ts'
import {renderConfs} from '../src/core/config/render.ts'
import {diagnose} from '../src/core/diagnosis/diagnose.ts'
import type {Evidence} from '../src/core/evidence/facts.ts'
import {readText} from '../src/core/evidence/read-text.ts'
import type {Lab} from '../src/core/lab/lab.ts'
import {parseDuration} from '../src/core/time/duration.ts'
import type {Plan} from '../src/core/topology/plan.ts'
import {readTemplates} from '../src/engine/files/templates.ts'
import {readSources} from '../src/engine/sources/read-sources.ts'
import {toPlanRequest} from '../src/engine/up/options.ts'
import {planOnPaper} from '../src/engine/up/reserve.ts'
import {readShippedLabs} from '../src/runner/lab-files.ts'

const folder = path.join(import.meta.dirname, 'fixtures/good-confs')
const templates = await readTemplates()

const problemsIn = (evidence: readonly Evidence[]) =>
  diagnose(evidence).findings.filter(({severity}) => severity === 'cause' || severity === 'risk')

const sets = await readdir(folder)

test('there are ten sets or more', () => {
  expect(sets.length).toBeGreaterThanOrEqual(10)
})

test.each(sets)('nothing is wrong with %s', async (name) => {
  const evidence = await readSources([path.join(folder, name)])
  expect(evidence.flatMap(({unread}) => unread.map(({text}) => text))).toEqual([])
  expect(problemsIn(evidence).map(({id, title}) => `${id}: ${title}`)).toEqual([])
})

/** What redislab writes for a plan, as if it were copied from its folder. */
function confsOf(plan: Plan, password?: string): readonly Evidence[] {
  const passwords = password === undefined ? {} : {passwords: {password, sentinelPassword: password}}
  const {confs} = renderConfs(plan, templates, {directoryOf: ({name}) => `/lab/${name}`, ...passwords})
  const server = {flavour: 'redis', version: '7.0.15'} as const
  return confs.flatMap(({instance, text}) => [
    readText(`${instance.name}/${instance.kind}.conf`, text),
    ...(plan.mode === 'cluster'
      ? [readText(`${instance.name}/nodes.conf`, renderNodesConf(plan, instance, server))]
      : []),
  ])
}

test.each([
  {topology: '1m', options: {}},
  {topology: '1m2r', options: {}},
  {topology: '1m2r3s', options: {}},
  {topology: '1m2r3s', options: {links: true}},
  {topology: '1m2r3s', options: {password: 'str0ng'}},
  {topology: '1m2r3s', options: {timing: 'redis'}},
  {topology: '2m4r5s', options: {}},
  {topology: '3m3r', options: {cluster: true}},
  {topology: '3m3r', options: {cluster: true, links: true, password: 'str0ng'}},
] as const)('nothing is wrong with what redislab writes for $topology $options', ({topology, options}) => {
  const plan = planOnPaper(toPlanRequest(topology, {persist: 'aof', ...options}))
  const password = 'password' in options ? options.password : undefined
  expect(problemsIn(confsOf(plan, password)).map(({id, title}) => `${id}: ${title}`)).toEqual([])
})

/** What labs set wrong, on purpose. Those that keep nothing on disk are not asked about it. */
const mistakes: Readonly<Record<string, readonly string[]>> = {
  // Three masters and no replica: what it is about is a shard that is gone.
  'cluster-full-coverage': ['cluster-shape'],
  'cluster-reshard': ['cluster-shape'],
  'asm-under-load': ['cluster-shape'],
  'empty-master': ['master-without-persistence'],
  // A ping a minute, so that the offsets stand still: an idle link would not live longer than that.
  'master-restart-resync': ['repl-timeout-too-short'],
  'min-replicas': ['min-replicas-unreachable'],
  'replication-offsets': ['repl-timeout-too-short'],
  // No replica may take over while it counts.
  'sentinel-timers': ['replica-priorities-zero'],
}

const planOf = ({topology, options}: Lab) => {
  const ms = (duration: string | undefined) => (duration === undefined ? undefined : parseDuration(duration))
  return planOnPaper(
    toPlanRequest(topology, {
      persist: options.persist ?? 'aof',
      quorum: options.quorum,
      downAfterMs: ms(options['down-after']),
      failoverTimeoutMs: ms(options['failover-timeout']),
      parallelSyncs: options['parallel-syncs'],
      timing: options.timing,
      set: options.set,
      sentinelSet: options['sentinel-set'],
      links: options.links,
      chain: options.chain,
      cluster: options.cluster,
    }),
  )
}

test.each(await readShippedLabs())('the confs of the lab $name have what it is about', (lab) => {
  const found = problemsIn(confsOf(planOf(lab), lab.options.password)).map(({id}) => id)
  expect([...new Set(found)]).toEqual(mistakes[lab.name] ?? [])
})
