// Hypotheses: on a full disk, what ends processes and makes room works, without a lock and without a word of the system;
// everything else says that the disk is full and leaves nothing. The same where the inodes are used up.
import {appendFileSync, readdirSync} from 'node:fs'
import path from 'node:path'
import {processesIn} from '../support/processes.ts'
import {canMount, mountSmallDisk} from '../support/small-disk.ts'
import {describe, expect, test} from '../support/test.ts'

const serversIn = (home: string) =>
  processesIn(home).filter(({commandLine}) => commandLine.includes('redis-server'))

/** Takes the rest of the last page of a file, in which there is room still. */
function fillToTheEnd(file: string): void {
  try {
    for (let written = 0; written < 100_000; written += 1) appendFileSync(file, '\n')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return
    throw error
  }
  throw new Error(`${file} did not fill the disk`)
}

describe.runIf(canMount())('a disk that is full', () => {
  test.for(['down', 'down --all'])('%s ends what runs and removes it', async (command, {redislab}) => {
    using disk = mountSmallDisk('size=1m')
    const env = {REDISLAB_HOME: path.join(disk.path, 'h')}
    expect((await redislab('up 1m1r1s', {env})).exitCode).toBe(0)
    disk.fill()
    const {exitCode, stderr} = await redislab(command, {env})
    expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''})
    expect(processesIn(disk.path)).toEqual([])
    expect(readdirSync(path.join(disk.path, 'h')).filter((name) => !name.startsWith('.'))).toEqual([])
  })

  test('kill works and says that it is not recorded; clean then removes what is dead', async ({redislab}) => {
    using disk = mountSmallDisk('size=1m')
    const home = path.join(disk.path, 'h')
    const env = {REDISLAB_HOME: home}
    await redislab('up 1m1r', {env})
    disk.fill()
    fillToTheEnd(path.join(home, 'default/journal.jsonl'))
    const alive = await redislab('clean', {env})
    expect(alive.stdout).toBe('Nothing to remove: no deployment here is dead or damaged.\n')
    const one = await redislab('kill n1', {env})
    expect(one).toMatchObject({exitCode: 0, stderr: ''})
    expect(one.stdout).toContain('▲ not recorded  the disk is full: the timeline will not show it')
    const two = await redislab('kill n2 --json', {env})
    expect(two.json()).toMatchObject({unrecorded: true, instances: [{name: 'n2'}]})
    expect(serversIn(home)).toEqual([])
    const cleaned = await redislab('clean --json', {env})
    expect(cleaned.json().deployments).toEqual([{name: 'default', ended: 0}])
    expect(processesIn(disk.path)).toEqual([])
  })

  test('up --replace takes the room of what it replaces', async ({redislab}) => {
    using disk = mountSmallDisk('size=2m')
    const env = {REDISLAB_HOME: path.join(disk.path, 'h')}
    await redislab('up 1m2r3s', {env})
    // Some of it in the folder of a server, as a log that has grown.
    disk.fill()
    const {exitCode, stderr} = await redislab('up 1m --replace', {env})
    const {deployments} = (await redislab('ls --json', {env})).json()
    if (exitCode === 0) expect(deployments).toMatchObject([{name: 'default', topology: '1m'}])
    else expect(stderr).toContain('the disk is full')
    await redislab('down --all', {env})
    expect(processesIn(disk.path)).toEqual([])
  })

  test.for([
    ['start n1', 'kill n1'],
    ['stop n1', ''],
    ['set n1 maxmemory 5mb', ''],
    ['up 1m --name other', ''],
    ['down --keep', ''],
  ] as const)('%s says so and leaves nothing', async ([command, before], {redislab}) => {
    using disk = mountSmallDisk('size=1m')
    const home = path.join(disk.path, 'h')
    const env = {REDISLAB_HOME: home}
    await redislab('up 1m', {env})
    if (before !== '') await redislab(before, {env})
    disk.fill()
    const {exitCode, stderr} = await redislab(command, {env})
    expect(stderr).toMatch(
      /^✖ The state folder \S+ cannot be written: the disk is full\.\n {2}→ Make room there\. /,
    )
    expect(exitCode).toBe(3)
    expect(readdirSync(path.join(home, '.locks'))).toEqual([])
    expect((await redislab('down --all', {env})).exitCode).toBe(0)
    expect(processesIn(disk.path)).toEqual([])
  })

  test.for(['down', 'kill n1', 'clean'])('without inodes: %s', async (command, {redislab}) => {
    using disk = mountSmallDisk('nr_inodes=40')
    const home = path.join(disk.path, 'h')
    const env = {REDISLAB_HOME: home}
    expect((await redislab('up 1m', {env})).exitCode).toBe(0)
    disk.useUpInodes()
    expect(await redislab(command, {env})).toMatchObject({exitCode: 0, stderr: ''})
    expect((await redislab('down --all', {env})).exitCode).toBe(0)
    expect(processesIn(disk.path)).toEqual([])
  })

  test('too few inodes for a start: it says so, and nothing is left', async ({redislab}) => {
    using disk = mountSmallDisk('nr_inodes=40')
    const home = path.join(disk.path, 'h')
    const env = {REDISLAB_HOME: home}
    disk.useUpInodes(8)
    const {exitCode, stderr} = await redislab('up 1m2r3s', {env})
    expect(stderr).toContain('cannot be written: the disk is full.')
    expect(exitCode).toBe(3)
    expect(processesIn(disk.path)).toEqual([])
    expect((await redislab('ls --json', {env})).json().deployments).toEqual([])
  })
})
