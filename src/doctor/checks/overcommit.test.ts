import {describe, expect, it} from 'vitest'
import {layOutMachine} from '../../../test/support/machine-files.ts'
import {overcommit} from './overcommit.ts'

const file = '/proc/sys/vm/overcommit_memory'

describe('overcommit', () => {
  it.each([
    ['0', 'warn'],
    ['1', 'ok'],
    ['2', 'warn'],
  ])('vm.overcommit_memory = %s: %s', async (value, status) => {
    await using laid = await layOutMachine({[file]: `${value}\n`})
    const finding = await overcommit.run(laid.machine)
    expect(finding.status).toBe(status)
    expect(finding.found).toContain(`vm.overcommit_memory = ${value}`)
  })

  it('tells an ordinary user to use sudo, now and for good', async () => {
    await using laid = await layOutMachine({[file]: '0\n', '/usr/bin/sysctl': '', '/etc/sysctl.d/README': ''})
    const {fix} = await overcommit.run(laid.machine)
    expect(fix).toEqual({
      now: ['sudo sysctl -w vm.overcommit_memory=1'],
      forGood: ['echo vm.overcommit_memory=1 | sudo tee /etc/sysctl.d/60-redislab-overcommit.conf'],
      advice: null,
      automatic: true,
    })
  })

  it('does without sysctl and without /etc/sysctl.d', async () => {
    await using laid = await layOutMachine({[file]: '0\n'}, {isRoot: true})
    const {fix} = await overcommit.run(laid.machine)
    expect(fix).toMatchObject({now: ['echo 1 > /proc/sys/vm/overcommit_memory'], forGood: []})
    expect(fix?.advice).toContain('/etc/sysctl.conf')
  })

  it('offers no command in a container that may not set it', async () => {
    await using laid = await layOutMachine({
      [file]: '0\n',
      '/proc/self/mountinfo':
        '1 0 0:1 / / rw - overlay o rw\n2 1 0:2 / /proc rw - proc proc rw\n3 2 0:2 /sys /proc/sys ro - proc proc rw\n',
    })
    const {fix} = await overcommit.run(laid.machine)
    expect(fix).toMatchObject({now: [], forGood: [], automatic: false})
    expect(fix?.advice).toContain('on the host')
  })

  it('is skipped on macOS, and where the file is missing', async () => {
    await using laid = await layOutMachine({})
    expect((await overcommit.run(laid.machine)).status).toBe('skip')
    await using mac = await layOutMachine({}, {platform: 'darwin'})
    expect((await overcommit.run(mac.machine)).status).toBe('skip')
  })
})
