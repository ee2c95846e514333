import {expect, test} from 'vitest'
import {writeTranscripts} from './transcripts.ts'

test.each([
  {address: '10.0.0.5:6379', name: '10.0.0.5:6379'},
  {address: '[fd00::1]:6379', name: 'ipv6-fd00::1:6379'},
  {address: '../../etc\\x\u001b:6379', name: '..-..-etc-x-:6379'},
])('what $address answered is kept as $name', ({address, name}) => {
  const node = {address, reachedAt: address, kind: 'redis', at: 0, replies: [], runId: 'a'} as const
  expect(writeTranscripts([node], {secrets: []})[0]?.name).toBe(name)
})
