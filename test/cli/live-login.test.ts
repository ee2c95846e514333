// Hypotheses: who opens a deployment that demands a password is asked for it, once and without showing it, at a terminal and nowhere
// else; what a user may not do is said as that, and is not tried again and again by new logins.
import {execFile} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {promisify} from 'node:util'
import {eventually} from '../support/eventually.ts'
import {PlainDeployment} from '../support/plain-deployment.ts'
import {hasTerminals, openTerminal} from '../support/terminal.ts'
import {expect, test} from '../support/test.ts'

const password = 'never-shown-anywhere'

test.skipIf(!hasTerminals)('a password that is typed', {timeout: 60_000}, async ({redislab, home, port}) => {
  await using deployment = await PlainDeployment.make(path.join(home, '.elsewhere'), {password})
  await deployment.start(port, [`requirepass ${password}`, 'save ""'])

  const piped = await redislab(`open redis://127.0.0.1:${port} --name piped`)
  expect(piped.exitCode).not.toBe(0)
  expect(piped.stderr).toContain('Set REDIS_USERNAME and REDIS_PASSWORD in the environment')
  expect(piped.stderr).not.toContain('Password of')

  const env = {REDISLAB_HOME: home}
  const args = ['open', `redis://127.0.0.1:${port}`, '--name', 'typed']
  {
    await using inCi = openTerminal([...args], {env: {...env, CI: 'true'}})
    expect(await inCi.ended()).not.toBe(0)
    expect(inCi.output()).not.toContain('Password of')
  }
  await using terminal = openTerminal(args, {env})
  await terminal.shows('Password of the servers (not shown, not kept): ')
  terminal.press(`${password}\r`)
  expect(await terminal.ended()).toBe(0)
  expect(terminal.output()).toContain(`127.0.0.1:${port}`)
  expect(terminal.output()).not.toContain(password)
  const found = await promisify(execFile)('grep', ['-rlF', password, path.join(home, 'typed')]).then(
    ({stdout}) => stdout,
    ({code}: {code: number}) => `grep ended with ${code}`,
  )
  expect(found).toBe('grep ended with 1')

  await using wrong = openTerminal([...args.slice(0, 3), 'wrong'], {env})
  await wrong.shows('Password of the servers')
  wrong.press('not-this-one\r')
  expect(await wrong.ended()).not.toBe(0)
  // Once.
  expect(wrong.output().split('Password of').length).toBe(2)
  expect(wrong.output()).not.toContain('not-this-one')

  await using left = openTerminal([...args.slice(0, 3), 'left'], {env})
  await left.shows('Password of the servers')
  left.press('\u0003')
  expect(await left.ended()).toBe(130)

  // Ctrl-D.
  await using nothing = openTerminal([...args.slice(0, 3), 'nothing'], {env})
  await nothing.shows('Password of the servers')
  nothing.press('\u0004')
  expect([0, 70]).not.toContain(await nothing.ended())
  expect(nothing.output()).toContain('Set REDIS_USERNAME and REDIS_PASSWORD in the environment')
})

test('a user that may not listen: one login, and a word of it', {timeout: 60_000}, async ({
  redislab,
  home,
  port,
}) => {
  await using deployment = await PlainDeployment.make(path.join(home, '.elsewhere'))
  await deployment.start(port, ['save ""'])
  const rights = '+info +sentinel|masters +sentinel|replicas +sentinel|sentinels +sentinel|myid +acl|whoami'
  await deployment.start(
    port + 10,
    [`user reader on >reads &* ${rights}`, `sentinel monitor mymaster 127.0.0.1 ${port} 1`],
    'sentinel',
  )
  const env = {REDIS_SENTINEL_USERNAME: 'reader', REDIS_SENTINEL_PASSWORD: 'reads'}
  await redislab(`open sentinel://127.0.0.1:${port + 10} --name prod`, {env})
  const diagnosis = (await redislab('diagnose --name prod --json', {env})).json()
  const finding = diagnosis.findings.find(({id}: {id: string}) => id === 'login-lacks-rights')
  expect(finding.fix[0]).toContain('ACL SETUSER reader ')
  expect(finding.fix[0]).toContain('+sentinel|ckquorum')
  const status = (await redislab('status --name prod --json', {env})).json()
  const sentinel = status.instances.find(({kind}: {kind: string}) => kind === 'sentinel')
  expect(sentinel.problem).toMatch(/^refused: the user(?: reader)? may not run sentinel\|/)

  let follower = 0
  const followed = redislab('timeline --follow --jsonl --name prod', {
    env,
    onStart: (pid) => (follower = pid),
  })
  const journal = path.join(home, 'prod', 'journal.jsonl')
  await eventually(() => (existsSync(journal) ? readFileSync(journal, 'utf8') : ''), {
    withinMs: 20_000,
    message: 'nobody notes it',
    until: (text) => text.includes('may not run psubscribe'),
  })
  const loginsOf = async () =>
    Number(
      /cmdstat_auth:calls=(\d+)/.exec(String(await deployment.call(port + 10, 'INFO', 'commandstats')))?.[1],
    )
  const uptime = async () =>
    Number(/uptime_in_seconds:(\d+)/.exec(String(await deployment.call(port + 10, 'INFO', 'server')))?.[1])
  const [logins, from] = [await loginsOf(), await uptime()]
  await eventually(uptime, {withinMs: 10_000, message: 'time stands still', until: (now) => now > from + 2})
  expect(await loginsOf()).toBe(logins)
  process.kill(follower, 'SIGINT')
  await followed
  const text = readFileSync(journal, 'utf8')
  expect(text.match(/"probe-denied"/g)).toHaveLength(1)
  expect(text).not.toContain('does not answer')
})
