// What is held here: what timeline and logs say of the recorded failovers, to the letter. Reading faster must not read
// differently.

import path from 'node:path'
import {failoverNames} from '../support/failover-fixture.ts'
import {placeRecordedDeployment} from '../support/recorded-deployment.ts'
import {expect, test} from '../support/test.ts'

const golden = path.resolve(import.meta.dirname, '../fixtures/timelines')

test.for(failoverNames)(
  '%s: the timeline and the logs of a recorded failover',
  async (name, {redislab, home}) => {
    placeRecordedDeployment(home, name)
    const tell = async (command: string) => {
      const {stdout, exitCode, stderr} = await redislab(`${command} --name ${name}`, {env: {TZ: 'UTC'}})
      expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''})
      return stdout
    }
    await expect(await tell('timeline --explain')).toMatchFileSnapshot(path.join(golden, `${name}.txt`))
    await expect(await tell('timeline --all')).toMatchFileSnapshot(path.join(golden, `${name}-all.txt`))
    await expect(await tell('logs --explain')).toMatchFileSnapshot(path.join(golden, `${name}-logs.txt`))
  },
)
