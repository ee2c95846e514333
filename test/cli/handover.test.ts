// What is held here: before a pod ends, its master hands over to a replica, with Sentinel and in a cluster, and what was written stays.
import path from 'node:path'
import {runCommand} from '../../src/engine/host/run-command.ts'
import {describe, expect, test} from '../support/test.ts'

const script = path.resolve('templates/manifests/handover.sh')

describe.for(['1m2r3s', '3m3r --cluster'])('the handover of a pod: %s', (topology) => {
  test('the master is a replica when the script has ended', {timeout: 60_000}, async ({
    redislab,
    port,
    clusterPort,
  }) => {
    const isCluster = topology.includes('--cluster')
    const first = isCluster ? clusterPort : port
    const up = (await redislab(`up ${topology} --port ${first} --json`)).json()
    const cli = up.server.path.replace(/-server$/, '-cli')
    const env = {
      CLI: cli,
      PORT: String(first),
      ...(isCluster
        ? {}
        : {MASTER_NAME: 'mymaster', SENTINELS: '127.0.0.1', SENTINEL_PORT: String(port + 10)}),
    }
    const role = async () => (await runCommand(cli, ['-p', String(first), 'ROLE'])).stdout.split('\n')[0]
    expect(await role()).toBe('master')
    const {exitCode, stderr} = await runCommand('sh', [script], {env, timeoutMs: 30_000})
    expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''})
    expect(await role()).toBe('slave')
    // Nothing is left to hand over.
    const again = await runCommand('sh', [script], {env})
    expect({exitCode: again.exitCode, stdout: again.stdout}).toEqual({exitCode: 0, stdout: ''})
  })
})
