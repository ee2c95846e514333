// What is held here: with a password every command works, and it is seen nowhere but in `env` and the files that need it.
import {readFileSync, statSync} from 'node:fs'
import path from 'node:path'
import {allProcesses} from '../support/processes.ts'
import {expect, test} from '../support/test.ts'

const secret = 'tr0ub4dor-and-3'

test('a password is asked for by the servers, and shown by nobody', async ({redislab, home}) => {
  const env = {REDISLAB_PASSWORD: secret}
  const outputs = [await redislab('up 1m2r3s --down-after 500ms', {env})]
  outputs.push(await redislab('status'), await redislab('status --json'), await redislab('ls --json'))
  const commandLines = allProcesses().map(({commandLine}) => commandLine)
  outputs.push(await redislab('kill master --json'))
  outputs.push(await redislab('status --wait 20s --json'))
  outputs.push(await redislab('start n1'), await redislab('cli n2 -- PING'), await redislab('logs --explain'))
  outputs.push(
    await redislab('restart n3'),
    await redislab('logs --jsonl'),
    await redislab('env --name nobody'),
  )
  for (const {stdout, stderr} of outputs) expect(stdout + stderr).not.toContain(secret)
  expect(commandLines.filter((line) => line.includes(secret))).toEqual([])
  expect(outputs[5]?.json().masters[0].sentinelsAgree).toBe(true)
  expect(outputs[7]?.stdout).toBe('PONG\n')
  expect(readFileSync(path.join(home, 'default', 'journal.jsonl'), 'utf8')).not.toContain(secret)
  expect((await redislab('env')).stdout).toContain(`REDIS_PASSWORD='${secret}'`)

  // The conf in n1 may be one that Redis wrote again, with a mode of its own: it is the folder that keeps others out.
  const modes = ['', 'deployment.json', 'n1', 'rendered/n1.conf'].map(
    (name) => statSync(path.join(home, 'default', name)).mode & 0o077,
  )
  expect(modes).toEqual([0, 0, 0, 0])
})

test('a server with a password turns strangers away', async ({redislab}) => {
  await redislab('up 1m --password auto')
  const {REDIS_PASSWORD: password} = (await redislab('env --json')).json()
  expect(password).toMatch(/^[\w-]{24}$/)
  expect((await redislab('cli n1 -- -a wrong --no-auth-warning PING')).stdout).toMatch(/NOAUTH|WRONGPASS/)
  expect((await redislab('cli n1 --json -- PING')).json().stdout).toBe('PONG')
})

test('--password needs no value, wherever it stands', async ({redislab}) => {
  await redislab('up --password 1m')
  expect((await redislab('status --json')).json().topology).toBe('1m')
  const {REDIS_PASSWORD: password} = (await redislab('env --json')).json()
  expect(password).toMatch(/^[\w-]{24}$/)
})

test('a password of every kind of character', async ({redislab}) => {
  const password = `a "quoted" \\ back's #hash \${x} ✓`
  const args = ['up', '1m1r1s', '--password', password, '--json']
  expect((await redislab('', {args})).json().ready).toBe(true)
  expect((await redislab('env --json')).json().REDIS_PASSWORD).toBe(password)
  expect((await redislab('cli n1 --json -- PING')).json().stdout).toBe('PONG')
})
