import type {Check} from '../check.ts'
import {fixSysctl} from '../sysctl-fix.ts'

/** Redis warns of any value but 1 (syscheck.c, checkOvercommit; 6.2: linuxMemoryWarnings). */
export const overcommit: Check = {
  id: 'overcommit',
  title: 'Memory overcommit',
  async run(machine) {
    const why =
      'Redis forks to write a snapshot and to feed a new replica. The child shares the memory of its parent, but Linux may count it twice.'
    if (machine.platform !== 'linux') {
      return {status: 'skip', found: 'a setting of Linux', why, fix: null}
    }
    const value = await machine.readNumber('/proc/sys/vm/overcommit_memory')
    if (value === undefined) {
      return {status: 'skip', found: 'this kernel has no vm.overcommit_memory', why, fix: null}
    }
    const found = `vm.overcommit_memory = ${value}`
    if (value === 1) return {status: 'ok', found: `${found}: a fork is always granted`, why, fix: null}
    const consequence =
      value === 2
        ? 'With 2 the second count is strict: the fork fails when it goes beyond the commit limit.'
        : 'With 0 Linux guesses, and may refuse the fork when memory is short.'
    return {
      status: 'warn',
      found: `${found}: a fork may be refused`,
      why: `${why} ${consequence} Then no snapshot is written and no full resync succeeds. Redis says so in its log at every start.`,
      fix: await fixSysctl(machine, {name: 'vm.overcommit_memory', value: 1, topic: 'overcommit'}),
    }
  },
}
