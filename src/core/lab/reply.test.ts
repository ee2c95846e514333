import {describe, expect, test} from 'vitest'
import {asNumber, pickField} from './reply.ts'

const info = [
  '# Replication',
  'role:master',
  'slave0:ip=127.0.0.1,port=6381,state=online,offset=1043,lag=1',
  'master_repl_offset:1043',
  '# Commandstats',
  'cmdstat_replconf:calls=12,usec=40,usec_per_call=3.33',
  'cmdstat_config|get:calls=2,usec=9',
].join('\r\n')

describe('a field of INFO', () => {
  test.each([
    ['role', 'master'],
    ['master_repl_offset', '1043'],
    ['slave0.lag', '1'],
    ['slave0.state', 'online'],
    ['cmdstat_replconf.calls', '12'],
    ['cmdstat_config|get.calls', '2'],
    ['slave0', 'ip=127.0.0.1,port=6381,state=online,offset=1043,lag=1'],
  ])('%s is %s', (field, value) => {
    expect(pickField(info, field)).toBe(value)
  })

  test.each(['slave1.lag', 'slave0.la', 'role.name', 'nothing'])('%s is not there', (field) => {
    expect(pickField(info, field)).toBeUndefined()
  })
})

describe('what a step keeps', () => {
  test.each([
    ['1043', 1043],
    ['-1', -1],
    ['3.33', 3.33],
  ])('%s is a number', (text, number) => {
    expect(asNumber(text)).toBe(number)
  })

  test.each(['master', '25a5b45f', '', '1e5', '6.2.14', '12345678901234567890'])(
    '%j stays a text',
    (text) => {
      expect(asNumber(text)).toBe(text)
    },
  )
})
