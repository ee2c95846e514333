import {expect, test} from 'vitest'
import {forInstance} from './for-instance.ts'
import type {Step} from './lab.ts'

const place = {number: 1, line: 1}

test('the name of the instance stands where targets, clients and values say `it`', () => {
  const steps: readonly Step[] = [
    {...place, kind: 'command', client: 'it', command: 'PING ${it} ${it.port}'},
    {...place, kind: 'kill', kill: 'n1, it,s2'},
    {...place, kind: 'await', await: {}, condition: {kind: 'role', role: 'replica', of: ['it', 'n4']}},
  ]
  expect(forInstance(steps, 's3')).toMatchObject([
    {client: 's3', command: 'PING s3 ${s3.port}'},
    {kill: 'n1,s3,s2'},
    {condition: {of: ['s3', 'n4']}},
  ])
})

test('what is no target stays as it is', () => {
  const steps: readonly Step[] = [
    {...place, kind: 'command', client: 'alice', command: 'GET it', reply: 'it', say: 'Is it there?'},
    {...place, kind: 'set', set: 'it', to: {maxmemory: 'it'}},
  ]
  expect(forInstance(steps, 'n2')).toEqual([
    {...place, kind: 'command', client: 'alice', command: 'GET it', reply: 'it', say: 'Is it there?'},
    {...place, kind: 'set', set: 'n2', to: {maxmemory: 'it'}},
  ])
})
