// What is held here: the image of redislab is built, and in it commands do what they do elsewhere; the container lives as long as what
// runs in it, its first process reaps and hears signals, and nothing is left.
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {afterAll, beforeAll} from 'vitest'
import {runCommand} from '../../src/engine/host/run-command.ts'
import {chooseServer} from '../../src/engine/servers/choose-server.ts'
import {eventually} from '../support/eventually.ts'
import {docker, testHosts, testImages} from '../support/images.ts'
import {describe, expect, test} from '../support/test.ts'

const root = path.resolve(import.meta.dirname, '../..')
const base = 'redislab-base:test'
const image = 'redislab:test'

/** What the image is made from, without the sources: no registry can be reached, so the build is that of this checkout. */
const built = [
  'bin',
  'bundle',
  'templates',
  'labs',
  'package.json',
  'oclif.manifest.json',
  'LICENSE',
  'README.md',
]

async function run(program: string, ...args: readonly string[]) {
  const result = await runCommand(program, args, {timeoutMs: 120_000, cwd: root})
  expect(result.exitCode, `${program} ${args.join(' ')}: ${result.stderr}`).toBe(0)
}

async function build() {
  const {path: server} = await chooseServer()
  const programs = ['node', 'env', 'tini', 'grep', 'mkdir', 'ln']
  await run('sh', 'tools/images/from-server.sh', server, base, ...programs)
  const folder = mkdtempSync(path.join(os.tmpdir(), 'redislab-image-'))
  try {
    for (const name of [...built, 'docs', 'Dockerfile'])
      cpSync(path.join(root, name), path.join(folder, name), {recursive: true})
    await run('docker', 'build', '--quiet', '--build-arg', `BASE=${base}`, '--tag', image, folder)
  } finally {
    rmSync(folder, {recursive: true})
  }
}

/** Waits until a container has said something. */
const says = (id: string, text: string) =>
  eventually(async () => (await runCommand('docker', ['logs', id])).stdout, {
    withinMs: 90_000,
    message: `${id} does not say ${text}`,
    until: (all) => all.includes(text),
  })

const inContainer = (...words: readonly string[]) =>
  runCommand('docker', ['run', '--rm', '--network', 'none', ...words], {timeoutMs: 60_000})

describe.skipIf(testImages.length === 0 || testHosts.length > 0)(
  'the image of redislab',
  {timeout: 180_000},
  () => {
    beforeAll(build, 180_000)
    afterAll(async () => {
      const left = await docker('ps', '--all', '--quiet', '--filter', `ancestor=${image}`)
      if (left.length > 0) await docker('rm', '--force', ...left)
      await docker('image', 'rm', '--force', image, base)
    })

    test('a command prints what it prints, and its exit code is that of the container', async () => {
      expect((await inContainer(image, '--version')).stdout).toMatch(/^redislab\/\d/)
      expect((await inContainer(image)).stdout).toContain('THIS MACHINE')
      expect(await inContainer(image, 'up', '1x')).toMatchObject({exitCode: 2, stdout: ''})
      expect(await inContainer(image, 'status')).toMatchObject({exitCode: 4})
    })

    test('up stays until the container is stopped: kill, explain, clients of another container', async ({
      home,
    }) => {
      const state = path.join(home, '.state')
      mkdirSync(state)
      await run('chown', '1000:1000', state)
      const volume = `${state}:/var/lib/redislab`
      const [id = ''] = await docker('run', '-d', '--network', 'none', '-v', volume, image, 'up', '1m2r3s')
      const inside = (...words: readonly string[]) =>
        runCommand('docker', ['exec', id, ...words], {timeoutMs: 60_000})
      try {
        await says(id, 'until this container')
        const {instances, ready} = JSON.parse((await inside('redislab', 'status', '--json')).stdout)
        expect({ready, count: instances.length}).toEqual({ready: true, count: 6})
        expect((await inside('id', '-u')).stdout).toBe('1000')
        const url = `redis://${instances[0].address}`
        const ping = ['--entrypoint', 'redis-cli', '--network', `container:${id}`, image, '-u', url, 'PING']
        expect(await docker('run', '--rm', ...ping)).toEqual(['PONG'])

        const killed = await inside('redislab', 'kill', 'master', '--watch')
        expect(killed).toMatchObject({exitCode: 0, stdout: expect.stringMatching(/n[23]/)})
        expect((await inside('redislab', 'explain')).stdout).toMatch(/n1 .*killed|killed.* n1/)
        // The dead master is no zombie: what has lost its parent is reaped.
        expect((await inside('grep', '-l', '^State:.Z', '-r', '/proc', '--include=status')).stdout).toBe('')
        expect((await inside('redislab', 'down')).exitCode).toBe(0)
        expect((await inside('redislab', 'up', '1m1r')).exitCode).toBe(0)
        expect(readdirSync(path.join(state, 'state'))).toContain('default')

        await docker('stop', id)
        // Taken down in time: it was not killed, and its state folder is empty.
        expect(await docker('inspect', '--format', '{{.State.ExitCode}}', id)).toEqual(['0'])
        expect(readdirSync(path.join(state, 'state'))).not.toContain('default')
      } finally {
        await docker('rm', '--force', id)
      }
    })

    test('exec --up: for a program, for any user, and until a signal', async () => {
      const exec = ['exec', '--up', '1m2r3s', '--', 'sh', '-c']
      const ended = await inContainer(image, ...exec, 'redis-cli -u $REDIS_URL PING; exit 3')
      expect(ended).toMatchObject({exitCode: 3, stdout: 'PONG'})
      const other = await inContainer('--user', '4321:4321', image, ...exec, 'id -u')
      expect(other).toMatchObject({exitCode: 0, stdout: '4321'})

      const script = 'trap "echo told; exit 5" TERM; echo started; sleep 1000 & wait'
      const [id = ''] = await docker('run', '-d', '--network', 'none', image, ...exec, script)
      try {
        await says(id, 'started')
        await docker('stop', id)
        await says(id, 'told')
        expect(await docker('inspect', '--format', '{{.State.ExitCode}}', id)).toEqual(['5'])
      } finally {
        await docker('rm', '--force', id)
      }
    })

    test('at a terminal, up leads to a shell', async () => {
      const words = `stty cols 80 rows 50; docker run --rm -it --network none ${image} up 1m`
      const child = spawn('script', ['-qefc', words, '/dev/null'], {stdio: ['pipe', 'pipe', 'inherit']})
      let output = ''
      child.stdout.setEncoding('utf8').on('data', (text) => {
        output += text
      })
      const ended = once(child, 'close')
      const shows = (text: string) =>
        eventually(() => output, {
          withinMs: 90_000,
          message: `the terminal does not show ${text}`,
          until: (all) => all.includes(text),
        })
      await shows('When you leave it')
      child.stdin.write('redislab kill n1 && echo a-shell-$((6 * 7))\n')
      await shows('a-shell-42')
      child.stdin.write('exit\n')
      expect(await ended).toEqual([0, null])
    })
  },
)
