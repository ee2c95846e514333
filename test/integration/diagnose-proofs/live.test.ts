// What a deployment that is asked shows beyond its files: addresses that lead nowhere, and counters while they are looked at.
import net from 'node:net'
import path from 'node:path'
import {Connection} from '../../../src/engine/redis/connection.ts'
import {eventually} from '../../support/eventually.ts'
import {PlainDeployment} from '../../support/plain-deployment.ts'
import {expect, test} from '../../support/test.ts'

interface Told {
  readonly id: string
  readonly title: string
}

function titlesOf({findings}: {readonly findings: readonly Told[]}, rule: string): readonly string[] {
  return findings.filter(({id}) => id === rule).map(({title}) => title)
}

async function startPair(deployment: PlainDeployment, port: number, conf: readonly string[]): Promise<void> {
  await deployment.start(port, ['save 3600 1', ...conf])
  await deployment.start(port + 1, [
    'save 3600 1',
    `replicaof 127.0.0.1 ${port}`,
    `replica-announce-port ${port + 8}`,
  ])
  await eventually(() => deployment.call(port, 'INFO', 'replication').then(String), {
    withinMs: 15_000,
    message: 'the replica does not come',
    until: (info) => info.includes('state=online'),
  })
}

test('what is announced and not reached, until it is mapped', async ({redislab, home, port}) => {
  await using deployment = await PlainDeployment.make(path.join(home, '.elsewhere'))
  await startPair(deployment, port, [])
  await redislab(`open redis://127.0.0.1:${port} --name nat`)
  const diagnosis = (await redislab('diagnose --name nat --json')).json()
  expect(titlesOf(diagnosis, 'announced-unreachable')).toEqual([
    `127.0.0.1:${port + 8} is announced to clients, and is not reached from here.`,
  ])
  const map = `127.0.0.1:${port + 8}=127.0.0.1:${port + 1}`
  await redislab(`open redis://127.0.0.1:${port} --map ${map} --name nat --replace`)
  const status = (await redislab('status --name nat --json')).json()
  expect(status.instances.map(({address, role}: {address: string; role: string}) => [address, role])).toEqual(
    [
      [`127.0.0.1:${port}`, 'master'],
      [`127.0.0.1:${port + 8}`, 'replica'],
    ],
  )
  expect(titlesOf((await redislab('diagnose --name nat --json')).json(), 'announced-unreachable')).toEqual([])
})

test('counters that grow while they are looked at', async ({redislab, home, port}) => {
  await using deployment = await PlainDeployment.make(path.join(home, '.elsewhere'))
  await startPair(deployment, port, ['maxclients 20', 'repl-backlog-size 16kb'])
  const url = `redis://127.0.0.1:${port}`
  const quiet = (await redislab(`diagnose ${url} --for 100ms --json`)).json()
  expect(titlesOf(quiet, 'counters-rising')).toEqual([])
  expect(titlesOf(quiet, 'backlog-short-for-rate')).toEqual([])

  const busy = new AbortController()
  const clients: net.Socket[] = []
  const keepBusy = async () => {
    using writer = await Connection.open({host: '127.0.0.1', port})
    while (!busy.signal.aborted) {
      await writer.call('SET', 'key', 'x'.repeat(2000))
      // All that are left, and one more than there are.
      const held = Number(/connected_clients:(\d+)/.exec(String(await writer.call('INFO', 'clients')))?.[1])
      if (held > 10) for (const client of clients.splice(0)) client.destroy()
      else
        for (let count = 0; count < 25; count++)
          clients.push(net.connect(port, '127.0.0.1').on('error', () => {}))
    }
  }
  const working = keepBusy()
  // It may be turned away itself, the first time or the second, and then has nothing to compare.
  const seen = await eventually(() => redislab(`diagnose ${url} --for 1s --json`), {
    withinMs: 30_000,
    message: 'the counters are not read twice',
    until: (result) => result.exitCode === 0 && titlesOf(result.json(), 'counters-rising').length > 0,
  })
  busy.abort()
  await working
  for (const client of clients) client.destroy()
  expect(titlesOf(seen.json(), 'counters-rising').join()).toMatch(/turned away \d+ connections? within/)
  expect(titlesOf(seen.json(), 'backlog-short-for-rate')).toHaveLength(1)
})
