// What is held here: each example, with a real client of its language, goes on writing after its master was killed, ends
// in order when it is told to, and knows of each acknowledged write whether it is there. With a password, by `redislab exec`.
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {securityFlags} from './support/security-under-test.ts'
import {describe, expect, expectNothingLeft, test} from './support/test.ts'

const folder = path.join(import.meta.dirname, '../examples')
const {examples, python} = await import(path.join(folder, 'support/examples.js'))
const {runThroughFailover} = await import(path.join(folder, 'support/through-failover.js'))

interface Example {
  readonly name: string
  readonly command: readonly string[]
}

describe.for(examples as readonly Example[])('$name', ({name, command}) => {
  // Without redis-py (apt-get install python3-redis, pip install redis) its example cannot be run.
  test.skipIf(name === 'redis-py' && python === undefined).for(['sentinel', 'cluster'] as const)(
    'through a failover of a %s',
    async (mode, {home, port, clusterPort}) => {
      const ports =
        mode === 'cluster'
          ? ['--port', `${clusterPort}`]
          : ['--port', `${port}`, '--sentinel-port', `${port + 10}`]
      const env = {REDISLAB_HOME: home}
      const {exitCode, output, account} = await runThroughFailover({
        command,
        mode,
        env,
        ports: [...ports, ...securityFlags],
      })
      expect(exitCode, output).toBe(0)
      expect(account).toMatchObject({client: name, mode})
      // A master that is dead is missed for as long as nobody knows it: down-after is 1.5 s, cluster-node-timeout 2 s.
      expect(account.outageMs, output).toBeGreaterThan(1000)
      expect(account.acknowledged).toBeGreaterThan(1)
      expect(account.lost).toBeLessThan(account.acknowledged)
      expect(output).toMatch(/^failing: .+$/m)
      expect(output).not.toContain('hush')
      expectNothingLeft(home)
    },
  )
})

test('an example is installed in the versions that are tested here', () => {
  const versions = (file: string) => {
    const {dependencies, devDependencies} = JSON.parse(readFileSync(file, 'utf8'))
    return {...dependencies, ...devDependencies}
  }
  const tested = versions(path.join(folder, '../package.json'))
  for (const name of ['ioredis', 'node-redis', 'bullmq']) {
    expect(tested, name).toMatchObject(versions(path.join(folder, name, 'package.json')))
  }
})
