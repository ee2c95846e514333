import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, realpathSync, rmdirSync, statfsSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'

/** A file system of its own, in memory. */
export interface SmallDisk extends Disposable {
  readonly path: string
  /** Takes all the room that is left. */
  fill(): void
  /** Leaves room for so many files and folders. */
  useUpInodes(left?: number): void
}

/** Mounts one; only root may, and not everywhere. */
export function mountSmallDisk(options: string): SmallDisk {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'redislab-disk-')))
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], {stdio: 'ignore'})
  return {
    path: folder,
    fill: () => {
      const {bavail, bsize} = statfsSync(folder)
      writeFileSync(path.join(folder, `fill-${Date.now()}`), Buffer.alloc(bavail * bsize))
    },
    useUpInodes: (left = 0) => {
      const {ffree} = statfsSync(folder)
      for (let index = left; index < ffree; index += 1) writeFileSync(path.join(folder, `file-${index}`), '')
    },
    [Symbol.dispose]: () => {
      execFileSync('umount', ['-l', folder])
      rmdirSync(folder)
    },
  }
}

/** Whether file systems can be mounted here; says on stderr when not, so that no test is skipped in silence. */
export function canMount(): boolean {
  try {
    using disk = mountSmallDisk('size=64k')
    mkdirSync(path.join(disk.path, 'folder'))
    return true
  } catch {
    process.stderr.write(
      'Tests on small disks are skipped: no file system can be mounted here (root only).\n',
    )
    return false
  }
}
