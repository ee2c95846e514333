// What is held here: a state folder that a program gives by a relative path stays the same one when the program moves.

import path from 'node:path'
import process from 'node:process'
import {engineOf} from '../../src/api/deployment/library-deployment.ts'
import {findDeployment, startDeployment} from '../../src/index.ts'
import {expect, test} from '../support/test.ts'

test('a relative state folder is resolved at once', async ({home, port}) => {
  const before = process.cwd()
  const relative = path.relative(before, home)
  await using lab = await startDeployment('1m', {home: relative, name: 'default', port})
  expect(engineOf(lab).directory).toBe(path.join(home, 'default'))
  const found = await findDeployment('default', {home: relative})
  process.chdir('/')
  try {
    expect((await lab.status()).instances[0]?.state).toBe('running')
    expect((await found.status()).instances[0]?.state).toBe('running')
  } finally {
    process.chdir(before)
  }
})
