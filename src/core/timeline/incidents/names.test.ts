import {expect, it} from 'vitest'
import {planOf} from '../../../../test/support/samples.ts'
import {formatAddress} from '../../topology/plan.ts'
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
