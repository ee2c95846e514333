import {describe, expect, it} from 'vitest'
import {layOutMachine} from '../../../test/support/machine-files.ts'
import {backlog} from './backlog.ts'

const file = '/proc/sys/net/core/somaxconn'

describe('backlog', () => {
  it.each([
    [128, 'warn'],
    [510, 'warn'],
    [511, 'ok'],
    [4096, 'ok'],
    [0, 'ok'], // Redis compares only when the limit is positive.
  ])('somaxconn %d: %s', async (limit, status) => {
    await using laid = await layOutMachine({[file]: `${limit}\n`})
    const finding = await backlog.run(laid.machine)
    expect(finding.status).toBe(status)
    expect(finding.found).toContain(`net.core.somaxconn = ${limit}`)
  })

  it('is a setting of the container, not of the host', async () => {
    await using laid = await layOutMachine({
      [file]: '128\n',
      '/proc/self/mountinfo': '1 0 0:1 / / ro - overlay o rw\n',
    })
    expect((await backlog.run(laid.machine)).fix?.advice).toContain(
      'docker run --sysctl net.core.somaxconn=1024',
    )
  })
})
