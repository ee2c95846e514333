// What is held here: what redislab says of its server before it runs is what the server says of itself when it does.
import process from 'node:process'
import {parseInfo} from '../../src/core/redis/info.ts'
import {claimedRedisVersion, featuresOf} from '../../src/core/redis/server-version.ts'
import {runCommand} from '../../src/engine/host/run-command.ts'
import {checkSystem} from '../../src/engine/machine/check-system.ts'
import {chooseServer} from '../../src/engine/servers/choose-server.ts'
import {findExtras} from '../../src/engine/servers/find-extras.ts'
import {expect, test} from '../support/test.ts'

test('its flavour, its version, and the version of Redis that it claims to be', async ({redislab}) => {
  const {server} = (await redislab('up 1m --json')).json()
  const info = parseInfo((await redislab('cli n1 -- INFO server')).stdout)
  expect(info.get('redis_version')).toBe(claimedRedisVersion(server) ?? server.version)
  expect(info.get('valkey_version')).toBe(server.flavour === 'valkey' ? server.version : undefined)
})

test('the settings and options that it is said to know', async ({redislab}) => {
  const {server} = (await redislab('up 1m --json')).json()
  const knows = async (setting: string) =>
    (await redislab(`cli n1 -- CONFIG GET ${setting}`)).stdout.includes(setting)
  const {debugCommandGate, bindSource, checkSystem: hasChecks} = featuresOf(server)
  expect(await knows('enable-debug-command')).toBe(debugCommandGate)
  expect(await knows('bind-source-addr')).toBe(bindSource)
  expect((await checkSystem(server)).size > 0).toBe(hasChecks)
})

test.runIf(process.platform === 'linux')('it has TLS if it is linked with it', async () => {
  const {path: file} = await chooseServer()
  const {tls} = await findExtras({path: file})
  const {stdout} = await runCommand('ldd', [file])
  expect(tls).toBe(/libssl/.test(stdout))
})
