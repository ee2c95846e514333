import type {Machine} from './machine.ts'

/**
 * A hard limit of this process, which the servers that it starts inherit. Node raises its soft limit of open files to
 * the hard one when it starts, so the soft limit says nothing here.
 *
 * @param name as in /proc/self/limits
 * @returns Infinity when there is no limit; undefined when it cannot be told
 */
export async function readHardLimit(
  machine: Machine,
  name: 'Max open files' | 'Max processes',
): Promise<number | undefined> {
  if (machine.platform === 'linux') {
    const limits = (await machine.read('/proc/self/limits')) ?? ''
    return toLimit(new RegExp(`^${name}\\s+\\S+\\s+(\\S+)`, 'm').exec(limits)?.[1])
  }
  const {stdout} = await machine.run('sh', ['-c', name === 'Max open files' ? 'ulimit -Hn' : 'ulimit -Hu'])
  return toLimit(stdout.trim())
}

function toLimit(word: string | undefined): number | undefined {
  if (word === 'unlimited') return Number.POSITIVE_INFINITY
  const number = Number.parseInt(word ?? '', 10)
  return Number.isNaN(number) ? undefined : number
}
