// What is held here: a rendered project of Docker Compose starts, fails over when the container of its master is killed, and goes.
import path from 'node:path'
import {runCommand} from '../../src/engine/host/run-command.ts'
import {eventually} from '../support/eventually.ts'
import {docker, testImages} from '../support/images.ts'
import {describe, expect, test} from '../support/test.ts'

const [image = ''] = testImages

/** Compose 2 is a plugin of docker; Debian's first one is a program. */
async function findCompose(): Promise<readonly string[] | undefined> {
  const works = async (...words: readonly string[]) => {
    const [program = '', ...args] = [...words, 'version']
    return (await runCommand(program, args, {timeoutMs: 60_000})).exitCode === 0
  }
  if (await works('docker', 'compose')) return ['docker', 'compose']
  return (await works('docker-compose')) ? ['docker-compose'] : undefined
}

const found = image === '' ? undefined : await findCompose()

describe.skipIf(found === undefined)('render --format compose, brought up', () => {
  test('it is ready, survives its master, and goes', {timeout: 240_000}, async ({home, redislab}) => {
    const folder = path.join(home, '.compose')
    const words = `render 1m2r3s --format compose --image ${image} --down-after 2s --failover-timeout 10s`
    const env = {REDISLAB_PORT: undefined, REDISLAB_SENTINEL_PORT: undefined}
    expect((await redislab(`${words} --out ${folder}`, {env})).exitCode).toBe(0)
    const project = `redislab-${path.basename(home).toLowerCase()}`
    const compose = async (...args: readonly string[]) => {
      const [program = '', ...before] = found ?? []
      const file = path.join(folder, 'compose.yaml')
      const result = await runCommand(program, [...before, '-p', project, '-f', file, ...args], {
        timeoutMs: 90_000,
      })
      expect(result.exitCode, `${args.join(' ')}: ${result.stderr}`).toBe(0)
      return result.stdout
    }
    // Not by Compose, whose first one takes a second for each question.
    const containerOf = async (service: string) => {
      const labels = [`com.docker.compose.project=${project}`, `com.docker.compose.service=${service}`]
      return (
        (await docker('ps', '-aq', ...labels.flatMap((label) => ['--filter', `label=${label}`])))[0] ?? ''
      )
    }
    const login = 'IFS= read -r REDISCLI_AUTH </secrets/$KIND-password; export REDISCLI_AUTH; $CLI -p $PORT'
    const ask = async (service: string, command: string) =>
      (await runCommand('docker', ['exec', await containerOf(service), 'sh', '-c', `${login} ${command}`]))
        .stdout
    const askMaster = async () =>
      (await ask('s2', 'SENTINEL GET-MASTER-ADDR-BY-NAME mymaster')).split('\n')[0]
    try {
      await compose('up', '-d')
      await eventually(() => ask('s2', 'SENTINEL MASTER mymaster'), {
        withinMs: 60_000,
        message: 'the sentinels do not know each other and the replicas',
        until: (fields) => /num-slaves\n2\n/.test(fields) && /num-other-sentinels\n2\n/.test(fields),
      })
      expect(await askMaster()).toBe('n1')
      await docker('kill', await containerOf('n1'))
      const next = await eventually(askMaster, {
        withinMs: 60_000,
        message: 'no failover',
        until: (host) => host === 'n2' || host === 'n3',
      })
      await eventually(() => ask(next ?? '', 'SET after failover'), {
        withinMs: 20_000,
        message: 'the new master takes no write',
        until: (answer) => answer.trim() === 'OK',
      })
      // It comes back as a replica, by what it is told, under the name that it has kept.
      await docker('start', await containerOf('n1'))
      await eventually(() => ask('n1', 'GET after'), {
        withinMs: 40_000,
        message: 'the old master does not come back as a replica',
        until: (answer) => answer.trim() === 'failover',
      })
    } finally {
      await compose('down', '-v', '-t', '1')
    }
    expect(await docker('ps', '-aq', '--filter', `label=com.docker.compose.project=${project}`)).toEqual([])
  })
})
