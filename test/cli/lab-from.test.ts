// Hypothesis: what the logs of a deployment tell can be written as a lab, and on this machine the same happens again.
import {readFile, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {expect} from 'vitest'
import {writeForeign} from '../support/foreign-form.ts'
import {test} from '../support/test.ts'

const cases = [
  {failover: 'killed', says: 'A replica takes over, as it did'},
  {failover: 'no-quorum', says: 'No replica takes over, as it was'},
] as const

test.for(cases)(
  '$failover: a lab of it is right, and passes',
  {timeout: 60_000},
  async ({failover, says}, {redislab, home}) => {
    const {folder, plan} = writeForeign(path.join(home, 'evidence'), failover, 'files')
    const master = plan.instances.find(({name}) => name === 'n1')
    // With the timers that its sentinels had.
    for (const [index, sentinel] of plan.instances.filter(({kind}) => kind === 'sentinel').entries())
      await writeFile(
        path.join(folder, `watch-${10 + index}.conf`),
        [
          `port ${sentinel.port}`,
          `sentinel monitor mymaster ${master?.host} ${master?.port} 2`,
          'sentinel down-after-milliseconds mymaster 1000',
          'sentinel failover-timeout mymaster 3000',
          '',
        ].join('\n'),
      )
    expect((await redislab(`open ${folder} --name night`)).exitCode).toBe(0)
    const written = await redislab('lab new again --from night', {cwd: home})
    expect(written.stderr).toBe('')
    const text = await readFile(path.join(home, 'again.yaml'), 'utf8')
    expect(text).toContain(says)
    expect(text).toContain('down-after: 1000ms')
    expect(text).toContain('topology: 1m2r3s')
    expect((await redislab('lab check ./again.yaml', {cwd: home})).exitCode).toBe(0)
    const {exitCode, stdout} = await redislab('lab run ./again.yaml', {cwd: home})
    expect({exitCode, stdout}).toMatchObject({exitCode: 0})
  },
)

test('logs that tell of no failover make no lab, and leave no file', async ({redislab, home}) => {
  const log = path.join(home, 'cache.log')
  await writeFile(log, '1:M 10 Nov 2026 03:52:40.754 * Ready to accept connections\n')
  await redislab(`open ${log} --name night`)
  const {exitCode, stderr} = await redislab('lab new again --from night', {cwd: home})
  expect(exitCode).toBe(2)
  expect(stderr).toContain('The logs of "night" tell of no failover.')
  await expect(readFile(path.join(home, 'again.yaml'))).rejects.toThrow()
})
