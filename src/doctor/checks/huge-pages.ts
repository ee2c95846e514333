import {automaticFix, type Check, type Fix, manualFix} from '../check.ts'
import type {Machine} from '../machine.ts'

const file = '/sys/kernel/mm/transparent_hugepage/enabled'

/**
 * With `[always]`, a server asks the kernel by prctl(PR_SET_THP_DISABLE) to leave its own memory alone, and warns only
 * when that fails or `disable-thp` is `no` (server.c, linuxMemoryWarnings). `--check-system` does not ask, and so it
 * always warns.
 */
export const hugePages: Check = {
  id: 'thp',
  title: 'Huge pages',
  async run(machine) {
    const why =
      'After a fork, a write copies the page that it touches: 4 kB, or 2 MB where Linux has made transparent huge pages (THP). Those copies cost time and memory while Redis saves or feeds a replica.'
    if (machine.platform !== 'linux') {
      return {status: 'skip', found: 'transparent huge pages are a matter of Linux', why, fix: null}
    }
    const choice = /\[(\w+)\]/.exec((await machine.read(file)) ?? '')?.[1]
    switch (choice) {
      case 'never':
        return {status: 'ok', found: 'THP [never]: no huge pages at all', why, fix: null}
      case 'madvise':
        return {
          status: 'ok',
          found: 'THP [madvise]: for programs that ask; Redis does not',
          why,
          fix: null,
        }
      case 'always':
        return {
          status: 'info',
          found: 'THP [always]: for every program',
          why: `${why} A server turns them off for itself when it starts (prctl, unless "disable-thp no" is set) and then logs no warning; redis-server --check-system warns all the same. Servers have to be restarted to notice a change.`,
          fix: await fixHugePages(machine),
        }
      default:
        return {status: 'skip', found: 'this kernel has no transparent huge pages', why, fix: null}
    }
  },
}

async function fixHugePages(machine: Machine): Promise<Fix> {
  const parameter = 'add transparent_hugepage=madvise to the command line of the kernel (GRUB_CMDLINE_LINUX)'
  if (await machine.isReadOnly(file)) {
    return manualFix({
      advice: `Here ${file} is read-only, as in most containers. Set it on the host: echo madvise | sudo tee ${file}`,
    })
  }
  // systemd-tmpfiles writes the value at every boot; without systemd only the boot loader is left.
  const hasSystemd = await machine.has('/run/systemd/system')
  return automaticFix({
    now: [machine.writeAsRoot('madvise', file)],
    forGood: hasSystemd
      ? [machine.writeAsRoot(`w ${file} - - - - madvise`, '/etc/tmpfiles.d/60-redislab-thp.conf')]
      : [],
    advice: hasSystemd ? null : `To keep it, ${parameter}.`,
  })
}
