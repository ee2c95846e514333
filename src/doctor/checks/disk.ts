import {mkdtemp, open, rm, statfs} from 'node:fs/promises'
import path from 'node:path'
import {performance} from 'node:perf_hooks'
import {formatDuration} from '../../core/time/duration.ts'
import {type Check, manualFix} from '../check.ts'
import {findExisting} from '../existing-folder.ts'
import {formatBytes} from '../format-bytes.ts'

const enoughSpace = 512 * 2 ** 20
const slowMs = 50
const rounds = 7

export const disk: Check = {
  id: 'disk',
  title: 'Disk',
  async run(machine) {
    const why =
      'A sentinel writes its state to disk (fsync) before it votes, and a server does so every second with an append-only file: a slow disk delays failovers and stalls writes.'
    const folder = await findExisting(machine.home)
    const {bavail, bsize} = await statfs(folder)
    const free = bavail * bsize
    const {median, worst} = await measureFsync(folder)
    const found = `${formatBytes(free)} free, fsync ${formatMs(median)} (at worst ${formatMs(worst)}) in ${folder}`
    if (free < enoughSpace) {
      return {
        status: 'warn',
        found,
        why: 'Logs, snapshots and full resyncs go to the state folder. When the disk is full, servers refuse writes and sentinels cannot keep what they voted.',
        fix: manualFix({
          advice: 'Free some space, or point REDISLAB_HOME at a folder on another disk.',
        }),
      }
    }
    if (median < slowMs) return {status: 'ok', found, why, fix: null}
    return {
      status: 'warn',
      found,
      why,
      fix: manualFix(
        machine.platform === 'linux'
          ? {
              now: ['export REDISLAB_HOME=/dev/shm/redislab'],
              advice: 'That is a folder in memory: fast, and empty after a reboot.',
            }
          : {advice: 'Point REDISLAB_HOME at a folder on a faster disk.'},
      ),
    }
  },
}

/** As a sentinel does it: a few kilobytes, then fsync. */
async function measureFsync(folder: string): Promise<{median: number; worst: number}> {
  const scratch = await mkdtemp(path.join(folder, '.redislab-doctor-'))
  try {
    await using file = await open(path.join(scratch, 'fsync'), 'w')
    const times: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      await file.write(Buffer.alloc(4096, round), 0, 4096, round * 4096)
      const start = performance.now()
      await file.sync()
      times.push(performance.now() - start)
    }
    times.sort((a, b) => a - b)
    return {median: times[Math.floor(rounds / 2)] ?? 0, worst: times.at(-1) ?? 0}
  } finally {
    await rm(scratch, {recursive: true, force: true})
  }
}

function formatMs(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : formatDuration(ms)
}
