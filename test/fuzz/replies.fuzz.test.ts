// What Redis replies, cut off and mixed up: it is read for what it is worth, and the status of it can be told.
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {parseClusterNodes} from '../../src/core/redis/cluster-nodes.ts'
import {parseInfo, parseReplication} from '../../src/core/redis/info.ts'
import {
  parseSentinelMaster,
  parseSentinelViews,
  parseToldAddress,
} from '../../src/core/redis/sentinel-reply.ts'
import {parseServerVersion} from '../../src/core/redis/server-version.ts'
import {describeDeployment} from '../../src/core/status/describe.ts'
import type {Observation} from '../../src/core/status/observation.ts'
import {renderStatus} from '../../src/reporters/deployment/status-view.ts'
import {stdoutTheme} from '../../src/reporters/kit/theme.ts'
import {healthy, planOf} from '../support/samples.ts'
import {anyText, fuzz, mutated} from './support.ts'

const info = `# Replication\r\nrole:master\r\nconnected_slaves:1\r\nslave0:ip=127.0.0.1,port=6381,state=online,offset=42,lag=0\r\nmaster_failover_state:no-failover\r\nmaster_replid:2f3b6bb1f9ac4fc0d7bb2d2d4ae4dd5e8d2e0c68\r\nmaster_repl_offset:42\r\nrepl_backlog_active:1\r\n`
const replica = `# Replication\r\nrole:slave\r\nmaster_host:127.0.0.1\r\nmaster_port:6380\r\nmaster_link_status:up\r\nslave_repl_offset:42\r\nmaster_replid:2f3b6bb1f9ac4fc0d7bb2d2d4ae4dd5e8d2e0c68\r\n`
const nodes = [
  'e7d1eecce10fd6bb5eb35b9f99a514335d9ba9ca 127.0.0.1:6380@16380 myself,master - 0 0 1 connected 0-5460 [866->-67ed2db8d677e59ec4a4cefb06858cf2a1a89fa1]',
  '67ed2db8d677e59ec4a4cefb06858cf2a1a89fa1 127.0.0.1:6381@16381,host master - 0 1426238316232 2 connected 5461-10922 16383',
  '292f8b365bb7edb5e285caf0b7e6ddc7265d2f4f :0@0 slave,fail?,noaddr e7d1eecce10fd6bb5eb35b9f99a514335d9ba9ca 1426238317239 0 4 disconnected',
  '',
].join('\n')
const view =
  'name mymaster ip 127.0.0.1 port 6380 runid abc flags master,s_down quorum 2 config-epoch 3 num-slaves 2'

const control = /[\x00-\x09\x0b-\x1f\x7f-\x9f]/
const server = {flavour: 'redis', version: '7.0.15', path: '/usr/bin/redis-server'} as const

/** The status of a deployment in which one instance says this. */
function tell(plan: ReturnType<typeof planOf>, name: string, said: Partial<Observation>): void {
  const observations = healthy(plan)
  observations.set(name, {...(observations.get(name) as Observation), ...said})
  const status = describeDeployment(plan, observations, {directory: '/state/default', server})
  expect(() => JSON.stringify(status)).not.toThrow()
  expect(renderStatus(status, stdoutTheme)).not.toMatch(control)
}

describe('replies', () => {
  it('of INFO', () => {
    const plan = planOf('1m2r3s')
    fc.assert(
      fc.property(fc.oneof(mutated(fc.constantFrom(info, replica)), anyText), (text) => {
        expect(parseInfo(text).size).toBeLessThanOrEqual(text.split('\n').length)
        const replication = parseReplication(text)
        if (replication !== undefined) tell(plan, 'n2', {replication})
        if (replication !== undefined) tell(plan, 'n1', {replication})
      }),
      fuzz,
    )
  })

  it('of CLUSTER NODES', () => {
    const plan = planOf('3m3r', {cluster: true})
    const numbers = fc.oneof(fc.integer(), fc.constant(Number.NaN), fc.double())
    fc.assert(
      fc.property(fc.oneof(mutated(fc.constant(nodes)), anyText), numbers, anyText, (text, number, state) => {
        const cluster = {
          state,
          currentEpoch: number,
          slotsAssigned: number,
          slotsOk: number,
          nodes: parseClusterNodes(text),
          listings: [],
        }
        tell(plan, 'n1', {cluster})
      }),
      fuzz,
    )
  })

  it('of SENTINEL MASTERS and the like', () => {
    const plan = planOf('1m2r3s')
    const flat = mutated(fc.constant(view)).map((text) => text.split(' '))
    const reply = fc.oneof(flat, fc.array(anyText), fc.anything(), fc.array(fc.anything()))
    fc.assert(
      fc.property(reply, fc.oneof(fc.array(flat), fc.anything()), anyText, (one, many, problem) => {
        const views = parseSentinelViews(many)
        const monitored = {
          ...parseSentinelMaster(one),
          told: parseToldAddress(one),
          replicas: views,
          sentinels: views,
          quorumOk: false,
          quorumProblem: problem,
        }
        tell(plan, 's1', {monitored: new Map([['mymaster', monitored]]), problem})
      }),
      fuzz,
    )
  })

  it('of redis-server --version', () => {
    const version = 'Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=0'
    fc.assert(
      fc.property(fc.oneof(mutated(fc.constant(version)), anyText), (text) => {
        const told = parseServerVersion(text)
        if (told !== undefined) expect(told.version).toMatch(/^\d/)
      }),
      fuzz,
    )
  })
})
