// What is held here: an address that cannot be asked is told in one sentence that shows no
// password; and an instance that tells less than others is found all the same.
import path from 'node:path'
import {PlainDeployment} from '../support/plain-deployment.ts'
import {expect, test} from '../support/test.ts'

test('an address at which nobody answers is said in one sentence, and so is one that is none', async ({
  redislab,
  port,
}) => {
  const nobody = await redislab(`open redis://127.0.0.1:${port + 9}`)
  expect(nobody.exitCode).toBe(3)
  expect(nobody.stderr).toContain(`127.0.0.1:${port + 9} cannot be asked: connection refused.`)
  const wrong = await redislab('open redis://user:hidden-one@')
  expect(wrong.exitCode).toBe(2)
  expect(wrong.stderr).not.toContain('hidden-one')
  for (const [address, exitCode] of [
    ['redis://:pa/ss-hidden-one@127.0.0.1:1', 2],
    ['redis://:hidden-one-100%@h', 2],
    ['valkey://:hidden-one@127.0.0.1:1', 4],
  ] as const)
    for (const flag of ['', '--json']) {
      const {stdout, stderr, ...result} = await redislab('', {
        args: ['open', address, ...flag.split(' ').filter(Boolean)],
      })
      expect(result.exitCode, address).toBe(exitCode)
      expect(stdout + stderr).not.toContain('hidden-one')
    }
})

test('a server that does not know AUTH repeats the password: it is not shown', async ({
  redislab,
  home,
  port,
}) => {
  await using deployment = await PlainDeployment.make(path.join(home, '.elsewhere'))
  await deployment.start(port, ['save ""', 'rename-command AUTH ""'])
  const env = {REDIS_USERNAME: 'hidden-user', REDIS_PASSWORD: 'hidden-one'}
  const {stdout, stderr, exitCode} = await redislab(`open redis://127.0.0.1:${port} --json`, {env})
  expect(exitCode).toBe(3)
  expect(stdout + stderr).toContain("unknown command 'AUTH'")
  expect(stdout + stderr).not.toContain('hidden-')
})

test('a sentinel that may not say its id is found all the same', async ({redislab, home, port}) => {
  await using deployment = await PlainDeployment.make(path.join(home, '.elsewhere'))
  await deployment.start(port, ['save ""'])
  await deployment.start(
    port + 1,
    [`sentinel monitor mymaster 127.0.0.1 ${port} 1`, 'user default on nopass ~* &* +@all -sentinel|myid'],
    'sentinel',
  )
  const opened = await redislab(`open sentinel://127.0.0.1:${port + 1} --name old --json`)
  expect(opened.stderr).toBe('')
  expect(opened.json()).toMatchObject({topology: '1m1s', mode: 'sentinel'})
})
