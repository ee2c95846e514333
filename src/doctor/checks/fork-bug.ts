import {type Check, manualFix} from '../check.ts'

/** Old arm64 kernels can lose dirty pages over a fork; redis-server tries it out (syscheck.c, checkLinuxMadvFreeForkBug). */
export const forkBug: Check = {
  id: 'arm64-fork',
  title: 'arm64 fork bug',
  async run(machine) {
    const why =
      'Some older arm64 kernels lose pages over a fork, which damages snapshots. Redis tries it out and refuses to start there, unless "ignore-warnings ARM64-COW-BUG" is set.'
    if (machine.platform !== 'linux' || machine.arch !== 'arm64') {
      return {status: 'skip', found: 'a bug of Linux on arm64', why, fix: null}
    }
    const result = (await machine.systemCheck())?.get('madvise-free-fork-bug')
    switch (result?.verdict) {
      case 'ok':
        return {status: 'ok', found: 'not in this kernel, says redis-server --check-system', why, fix: null}
      case 'warning':
        return {
          status: 'fail',
          found: 'this kernel has it, says redis-server --check-system',
          why,
          fix: manualFix({
            advice:
              'Update the kernel. In a lab without real data: redislab up --set ignore-warnings=ARM64-COW-BUG',
          }),
        }
      default:
        return {status: 'skip', found: 'only redis-server 7.0 and later can tell', why, fix: null}
    }
  },
}
