// Hypotheses: no command of redislab reads standard input; it is there, whole, for the program that exec or cli runs,
// and for whatever comes after redislab in a script.
import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {runShell} from '../support/shell.ts'
import {describe, expect, test} from '../support/test.ts'

const manifest = path.resolve(import.meta.dirname, '../../oclif.manifest.json')

const shortLab = 'title: Short\ntopology: 1m\nsteps:\n  - wait: 10ms\n'

interface Manifest {
  readonly commands: Readonly<Record<string, {readonly args: object}>>
}

const commandsWithArguments = () =>
  Object.entries((JSON.parse(readFileSync(manifest, 'utf8')) as Manifest).commands)
    .filter(([, {args}]) => Object.keys(args).length > 0)
    .map(([id]) => id.replaceAll(':', ' '))

describe('an argument that is missing', () => {
  test('is not read from standard input, by any command', {timeout: 240_000}, async ({home, port}) => {
    // Without a server, up and lab run end before they start anything.
    const env = {
      REDISLAB_HOME: home,
      REDISLAB_PORT: String(port),
      REDISLAB_SERVERS: home,
      PATH: '/nowhere',
      HOME: home,
    }
    const commands = commandsWithArguments()
    expect(commands.length).toBeGreaterThan(20)
    const eaten: unknown[] = []
    const queue = [...commands]
    const type = async () => {
      for (let command = queue.shift(); command !== undefined; command = queue.shift()) {
        const words = command === 'exec' ? 'exec -- true' : command
        const script = `redislab ${words} > "$1/.out" 2>&1; read -r line; echo "$line"`
        const {stdout} = await runShell(script, {input: 'left alone\n', env, args: [home]})
        if (stdout !== 'left alone\n') eaten.push({command, stdout})
      }
    }
    await Promise.all([type(), type(), type()])
    expect(eaten).toEqual([])
  })

  test.for(['up', 'delay', 'remove'])(
    '%s says what is missing, or takes its default',
    async (command, {home, redislab}) => {
      await redislab('up 1m1r --links')
      const {stderr, exitCode} = await runShell(`redislab ${command}`, {
        input: '1m1r\n',
        env: {REDISLAB_HOME: home},
      })
      expect(stderr).toMatch(
        command === 'up' ? /^✖ A deployment named "default" already exists/ : / is missing: /,
      )
      expect(exitCode).not.toBe(0)
    },
  )
})

describe('the program that exec runs', () => {
  test('has what is piped in, small and large', async ({home, redislab}) => {
    await redislab('up 1m')
    const env = {REDISLAB_HOME: home}
    expect(await runShell('echo hi | redislab exec -- cat', {env})).toMatchObject({
      stdout: 'hi\n',
      exitCode: 0,
    })
    expect((await runShell("redislab exec -- sh <<< 'echo from-stdin'", {env})).stdout).toBe('from-stdin\n')
    const count = 'yes | head -c 30000000 | redislab exec -- wc -c'
    expect((await runShell(count, {env})).stdout.trim()).toBe('30000000')
  })

  test.for([
    ['a deployment that runs', 'exec -- true'],
    ['one of its own', 'exec --up 1m -- true'],
    ['that of a lab', 'exec --lab LAB -- true'],
  ] as const)(
    'leaves the rest of a script on standard input, with %s',
    async ([, command], {home, port, redislab}) => {
      await redislab('up 1m')
      const lab = path.join(home, '.lab.yaml')
      writeFileSync(lab, shortLab)
      const env = {REDISLAB_HOME: home, REDISLAB_PORT: String(port + 1)}
      const script = `echo before\nredislab ${command.replace('LAB', lab)}\necho AFTER $?\n`
      const piped = await runShell('bash -s', {input: script, env})
      expect(piped.stdout).toBe('before\nAFTER 0\n')
      const loop = `while read -r line; do echo "$line"; redislab ${command.replace('LAB', lab)}; done`
      const looped = await runShell(loop, {input: 'one\ntwo\n', env})
      expect(looped.stdout).toBe('one\ntwo\n')
    },
  )

  test.for([
    ['one of its own', 'exec --up 1m -- cat'],
    ['that of a lab', 'exec --lab LAB -- cat'],
  ] as const)('has what is piped in, with %s', async ([, command], {home, port}) => {
    const lab = path.join(home, '.lab.yaml')
    writeFileSync(lab, shortLab)
    const {stdout} = await runShell(`echo hi | redislab ${command.replace('LAB', lab)}`, {
      env: {REDISLAB_HOME: home, REDISLAB_PORT: String(port)},
    })
    expect(stdout).toBe('hi\n')
  })
})

test('redis-cli reads its commands from standard input', async ({home, redislab}) => {
  await redislab('up 1m')
  const env = {REDISLAB_HOME: home}
  const {stdout} = await runShell("printf 'SET k v\\nGET k\\n' | redislab cli n1", {env})
  expect(stdout.trim().split('\n')).toEqual(['OK', 'v'])
  await runShell("printf 'from-stdin' | redislab cli n1 -- -x SET k", {env})
  expect((await redislab('cli n1 -- GET k')).stdout.trim()).toBe('from-stdin')
  const {stdout: json} = await runShell("printf 'as-json' | redislab cli --json n1 -- -x SET k", {env})
  expect(JSON.parse(json)).toMatchObject({exitCode: 0, stdout: expect.stringContaining('OK')})
  expect((await redislab('cli n1 -- GET k')).stdout.trim()).toBe('as-json')
})
