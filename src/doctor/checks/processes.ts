import {readCgroup} from '../cgroup.ts'
import {type Check, manualFix} from '../check.ts'
import {readHardLimit} from '../resource-limits.ts'

const enough = 100

export const processes: Check = {
  id: 'processes',
  title: 'Processes',
  async run(machine) {
    const why =
      'Limits of processes count threads, and a server has five of them and one more process while it saves: 1m2r3s needs about forty. Beyond the limit a server cannot start, or cannot fork.'
    const {limit, used} = machine.platform === 'linux' ? await readCgroup(machine, 'pids') : noLimit
    // How many of a user's limit are in use is not counted anywhere that is cheap to read; root is exempt from it.
    const perUser = machine.isRoot ? undefined : await readHardLimit(machine, 'Max processes')
    const left = limit === null ? Number.POSITIVE_INFINITY : limit - used
    const found = [
      limit === null ? undefined : `${left} left of the ${limit} that the control group allows`,
      perUser === undefined || perUser === Number.POSITIVE_INFINITY
        ? undefined
        : `at most ${perUser} for this user`,
    ].filter((part) => part !== undefined)
    if (left >= enough && (perUser ?? Number.POSITIVE_INFINITY) >= 2 * enough) {
      return {status: 'ok', found: found.join(', ') || 'no limit', why, fix: null}
    }
    return {
      status: 'warn',
      found: found.join(', '),
      why,
      fix: manualFix({
        advice:
          'Raise the limit: docker run --pids-limit 1000, TasksMax= in systemd, or ulimit -u in the shell.',
      }),
    }
  },
}

const noLimit = {limit: null, used: 0} as const
