// What is held here: with --persist none nothing of the data outlives a process, on a replica neither. A replica keeps
// the file of its last full sync, and would come back with those old data, unless it is told to remove it.

import {readdirSync} from 'node:fs'
import path from 'node:path'
import {engineOf} from '../../src/api/deployment/library-deployment.ts'
import {startDeployment} from '../../src/index.ts'
import {eventually} from '../support/eventually.ts'
import {expect, test} from '../support/test.ts'

test('a replica without persistence keeps no file of its sync', async ({home, port}) => {
  await using lab = await startDeployment('1m1r', {home, port})
  const filesOf = (name: string) => readdirSync(path.join(engineOf(lab).directory, name))
  await eventually(async () => filesOf('n2').filter((file) => file.endsWith('.rdb')), {
    withinMs: 5000,
    message: 'n2 still has a file of its data',
    until: (files) => files.length === 0,
  })
  expect(filesOf('n2')).toContain('redis.log')
})
