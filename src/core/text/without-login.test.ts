import {expect, test} from 'vitest'
import {withoutLogin} from './without-login.ts'

test.each([
  {source: 'redis://:pa/ss-secret@127.0.0.1:1', shown: 'redis://…@127.0.0.1:1'},
  {source: 'valkey://app:to@p@10.0.0.5:6379', shown: 'valkey://…@10.0.0.5:6379'},
  {source: 'redis://10.0.0.5:6379', shown: 'redis://10.0.0.5:6379'},
  {source: 'logs/me@home.log', shown: 'logs/me@home.log'},
])('$source is shown as $shown', ({source, shown}) => {
  expect(withoutLogin(source)).toBe(shown)
})
