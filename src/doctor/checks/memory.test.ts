import {describe, expect, it} from 'vitest'
import {layOutMachine} from '../../../test/support/machine-files.ts'
import {memory} from './memory.ts'

const megabyte = 2 ** 20
const meminfo = (available: number) => ({
  '/proc/meminfo': `MemTotal: 33554432 kB\nMemAvailable: ${(available * megabyte) / 1024} kB\n`,
})
const v2 = (group: string, limit: number | 'max', used: number, cache = 0) => ({
  [`/sys/fs/cgroup${group}/memory.max`]: `${limit === 'max' ? limit : limit * megabyte}\n`,
  [`/sys/fs/cgroup${group}/memory.current`]: `${used * megabyte}\n`,
  [`/sys/fs/cgroup${group}/memory.stat`]: `anon 1\ninactive_file ${cache * megabyte}\n`,
})
const v1 = (group: string, limit: number | string, used: number) => ({
  [`/sys/fs/cgroup/memory${group}/memory.limit_in_bytes`]: `${limit}\n`,
  [`/sys/fs/cgroup/memory${group}/memory.usage_in_bytes`]: `${used * megabyte}\n`,
})

describe('memory', () => {
  it.each([
    [
      'plenty, no limit',
      {...meminfo(8192), '/proc/self/cgroup': '0::/a\n', ...v2('/a', 'max', 900)},
      'ok',
      '8.0 GB available',
    ],
    ['little, no limit', meminfo(100), 'warn', '100 MB available'],
    [
      'a limit that is nearly used up',
      {...meminfo(8192), '/proc/self/cgroup': '0::/a\n', ...v2('/a', 512, 500)},
      'warn',
      '12 MB left of 512 MB',
    ],
    [
      'a limit that only cache fills',
      {...meminfo(8192), '/proc/self/cgroup': '0::/a\n', ...v2('/a', 512, 500, 480)},
      'ok',
      '492 MB left of 512 MB',
    ],
    [
      'a limit further up',
      {...meminfo(8192), '/proc/self/cgroup': '0::/a/b\n', ...v2('/a', 200, 100), ...v2('/a/b', 'max', 50)},
      'warn',
      '100 MB left of 200 MB',
    ],
    [
      'version 1, no limit',
      {...meminfo(8192), '/proc/self/cgroup': '4:memory:/a\n0::/\n', ...v1('/a', '9223372036854771712', 50)},
      'ok',
      '8.0 GB available',
    ],
    [
      'version 1, a limit seen from inside a container',
      {...meminfo(8192), '/proc/self/cgroup': '4:memory:/docker/12ab\n', ...v1('', 128 * megabyte, 28)},
      'warn',
      '100 MB left of 128 MB',
    ],
    [
      'a limit above what the machine has',
      {...meminfo(300), '/proc/self/cgroup': '0::/\n', ...v2('', 9000, 0)},
      'ok',
      '300 MB available',
    ],
  ])('%s', async (_name, files, status, found) => {
    await using laid = await layOutMachine(files)
    const finding = await memory.run(laid.machine)
    expect(finding.found).toContain(found)
    expect(finding.status).toBe(status)
  })
})
