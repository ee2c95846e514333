import {describe, expect, it} from 'vitest'
import {recogniseRecord} from '../../../../test/support/recognise.ts'
import {planOf} from '../../../../test/support/samples.ts'
import {formatAddress} from '../../topology/plan.ts'
import {entryOfRecord} from '../entries/log-entry.ts'
import {InstanceNames} from './names.ts'

const plan = planOf('1m2r3s')
const [n1] = plan.instances
const s1 = plan.instances.find(({name}) => name === 's1')

it('puts names in place of addresses and shortened ids in a text, and leaves those of others', () => {
  const names = new InstanceNames(plan)
  const id = s1?.sentinelId?.slice(0, 8)
  expect(id).toMatch(/^[0-9a-f]{8}$/)
  expect(names.inText(`votes for the sentinel ${id}…, at ${formatAddress(n1 ?? {host: '', port: 0})}`)).toBe(
    'votes for the sentinel s1, at n1',
  )
  expect(names.inText('votes for 00000000…, at 10.0.0.1:1')).toBe('votes for 00000000…, at 10.0.0.1:1')
})

describe('shorten', () => {
  const addressOf = (name: string) => {
    const instance = plan.instances.find((one) => one.name === name)
    return `${instance?.host} ${instance?.port}`
  }
  const shorten = (message: string, roleLetter: 'X' | 'M' = 'X', of = plan) =>
    new InstanceNames(of).shorten(
      entryOfRecord(recogniseRecord({at: 0, instance: 'n1', index: 0, roleLetter, level: 'notice', message})),
    )
  const master = `master mymaster ${addressOf('n1')}`
  const replica = `slave ${addressOf('n2').replace(' ', ':')} ${addressOf('n2')} @ mymaster ${addressOf('n1')}`

  it.each([
    [`+sdown ${master}`, '+sdown master n1'],
    [`-sdown ${replica}`, '-sdown slave n2'],
    [`+odown ${master} #quorum 2/2`, '+odown #quorum 2/2'],
    [`+monitor ${master} quorum 2`, '+monitor master n1 quorum 2'],
    [`+selected-slave ${replica}`, '+selected-slave n2'],
    [`+role-change ${replica} new reported role is master`, '+role-change n2 new reported role is master'],
    ['+sdown slave far 10.0.0.1 1 @ mymaster 10.0.0.2 2', '+sdown slave 10.0.0.1:1'],
    [`+switch-master mymaster ${addressOf('n1')} ${addressOf('n2')}`, '+switch-master n1 → n2'],
    [`+vote-for-leader ${s1?.sentinelId} 1`, '+vote-for-leader s1 1'],
    [
      'Next failover delay: I will not start a failover before Thu Apr 16 20:26:32 2026',
      'Next failover delay: none before 20:26:32',
    ],
    [
      `Something that nobody knows of ${formatAddress(n1 ?? {host: '', port: 0})}`,
      'Something that nobody knows of n1',
    ],
  ])('says whom "%s" is about', (message, short) => {
    expect(shorten(message)).toBe(short)
  })

  it('leaves out who gave an order, which is in the meaning', () => {
    const order = `REPLICAOF ${addressOf('n2').replace(' ', ':')} enabled (user request from 'id=6 addr=127.0.0.1:1')`
    expect(shorten(order, 'M')).toBe('REPLICAOF n2 enabled')
  })

  it('names the master group where there are several', () => {
    const several = planOf('2m2r3s')
    const [first] = several.instances
    const name = several.masters[0]?.name
    expect(shorten(`+try-failover master ${name} ${first?.host} ${first?.port}`, 'X', several)).toBe(
      `+try-failover ${name}`,
    )
  })
})
