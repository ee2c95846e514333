// What is held here: slots move with their keys where the template takes CONFIG away, and none stays half-way.
import {startDeployment} from '../../src/index.ts'
import {runCli} from '../support/cli.ts'
import {expect, test} from '../support/test.ts'

test('slots move without CONFIG', {timeout: 60_000}, async ({home, clusterPort: port}) => {
  await using _deployment = await startDeployment('3m', {
    home,
    port,
    name: 'bare',
    cluster: true,
    set: ['rename-command=CONFIG ""'],
  })
  const env = {REDISLAB_HOME: home}
  // "b" is in slot 3300.
  await runCli(['cli', 'n1', '--name', 'bare', '--', 'SET', 'b', '1'], {env})
  const {json} = await runCli(['reshard', '3300-3303', '--to', 'n2', '--name', 'bare', '--json'], {env})
  expect(json().moves).toMatchObject([{movedCount: 4, openCount: 0, keys: 1}])
})
