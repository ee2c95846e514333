import {describe, expect, it} from 'vitest'
import {layOutMachine} from '../../../test/support/machine-files.ts'
import {processes} from './processes.ts'

const group = (limit: string, used: number) => ({
  '/proc/self/cgroup': '0::/box\n',
  '/sys/fs/cgroup/box/pids.max': `${limit}\n`,
  '/sys/fs/cgroup/box/pids.current': `${used}\n`,
})
const limits = (hard: string) => ({
  '/proc/self/limits': `Max processes             1024                 ${hard} processes\n`,
})

describe('processes', () => {
  it.each([
    ['no limit', {...group('max', 12), ...limits('unlimited')}, 'ok', 'no limit'],
    ['room enough', {...group('1000', 12), ...limits('96000')}, 'ok', '988 left of the 1000'],
    ['hardly any left', {...group('64', 12), ...limits('96000')}, 'warn', '52 left of the 64'],
    ['a tight limit of the user', limits('100'), 'warn', 'at most 100 for this user'],
  ])('%s', async (_name, files, status, found) => {
    await using laid = await layOutMachine(files)
    const finding = await processes.run(laid.machine)
    expect(finding.status).toBe(status)
    expect(finding.found).toContain(found)
  })
})
