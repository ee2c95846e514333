import {execFileSync} from 'node:child_process'
import {mkdirSync, readFileSync, rmSync, symlinkSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {labels, whereLabel} from '../../src/engine/host/container-arguments.ts'
import {containersOf, docker, testImages, untilSo} from '../support/images.ts'
import {processesIn} from '../support/processes.ts'
import {describe, expect, expectNothingLeft, type Fixtures, test} from '../support/test.ts'

const [image = '', other = image] = testImages

describe.skipIf(image === '')('servers in containers', () => {
  test('a deployment starts, is killed, fails over, is started again and removed', async ({
    home,
    redislab,
  }) => {
    const up = (await redislab(`up 1m2r3s --server image:${image} --json`)).json()
    expect(up.server).toMatchObject({image: {name: image, engine: 'docker'}})
    expect(await containersOf(home)).toHaveLength(6)
    const inFolder = processesIn(home).map(({pid}) => pid)
    expect(up.instances.map(({pid}: {pid: number}) => pid).toSorted()).toEqual(inFolder.toSorted())
    expect((await redislab('kill master --watch --json')).exitCode).toBe(0)
    await untilSo(async () => expect(await containersOf(home)).toHaveLength(5))
    expect((await redislab('start n1')).exitCode).toBe(0)
    expect(await containersOf(home)).toHaveLength(6)
    expect((await redislab('down')).exitCode).toBe(0)
    expect(await containersOf(home)).toEqual([])
    expectNothingLeft(home)
  })

  test('a cluster, a replacement, and instances that come and go', async ({home, redislab, clusterPort}) => {
    const up = await redislab(`up 3m3r --cluster --port ${clusterPort} --server image:${image} --json`)
    expect(up.json().instances).toHaveLength(6)
    expect((await redislab(`up 1m1r --replace --server image:${other} --json`)).exitCode).toBe(0)
    expect((await redislab('add --replica-of n1')).exitCode).toBe(0)
    expect((await redislab('remove n3')).exitCode).toBe(0)
    expect(await containersOf(home)).toHaveLength(2)
    expect((await redislab('down --keep')).exitCode).toBe(0)
    expect(await containersOf(home)).toEqual([])
    expect((await redislab('start all')).exitCode).toBe(0)
    expect(await containersOf(home)).toHaveLength(2)
    expect((await redislab('down --all')).exitCode).toBe(0)
    expectNothingLeft(home)
  })

  test('redis-cli of the image where none is installed', async ({redislab, home}) => {
    await redislab(`up 1m --server image:${image} --password secret`)
    const programs = path.join(home, '.programs')
    mkdirSync(programs)
    const file = execFileSync('sh', ['-c', 'command -v docker'], {encoding: 'utf8'}).trim()
    symlinkSync(file, path.join(programs, 'docker'))
    const {stdout, stderr} = await redislab('cli n1 PING', {env: {PATH: programs}})
    expect(`${stdout}${stderr}`).toContain('PONG')
    expect(await containersOf(home)).toHaveLength(1)
  })

  test('servers lists images, with what is in them', async ({redislab}) => {
    const {servers} = (await redislab('servers --json')).json()
    const found = servers.filter((server: {image?: unknown}) => server.image !== undefined)
    expect(found.map((server: {image: {name: string}}) => server.image.name).toSorted()).toEqual(
      [...testImages].toSorted(),
    )
    expect(found[0]).toMatchObject({supported: true, path: expect.stringContaining('-server')})
  })

  test('a conf that the server refuses is told, and nothing is left', async ({home, redislab}) => {
    const {exitCode, stderr} = await redislab(`up 1m --server image:${image} --set no-such-directive=1`)
    expect({exitCode, stderr}).toEqual({exitCode: 2, stderr: expect.stringContaining('no-such-directive')})
    expect(await containersOf(home)).toEqual([])
    expectNothingLeft(home)
  })

  test.for([
    ['image:no-such-image', 3, /The image no-such-image is not here, and docker could not fetch it/],
    ['image:', 2, /is not the name of an image/],
    ['image:--privileged', 2, /is not the name of an image/],
  ] as const)('%s is refused', async ([server, exitCode, message], {redislab}) => {
    const refused = await redislab(`up 1m --server ${server}`)
    expect(refused.exitCode).toBe(exitCode)
    expect(refused.stderr).toMatch(message)
  })

  describe('kill -9', () => {
    /** A container whose redislab died between making it and starting it has no process. */
    test('of docker itself: clean finds what was made and never started', async ({home, redislab}) => {
      await redislab(`up 1m --server image:${image}`)
      const ownLabels = {
        [labels.where]: whereLabel(),
        [labels.home]: home,
        [labels.directory]: path.join(home, 'lost'),
        [labels.instance]: 'n1',
      }
      const flags = Object.entries(ownLabels).flatMap(([name, value]) => ['--label', `${name}=${value}`])
      await docker('create', ...flags, '--entrypoint', '/bin/sh', image)
      expect(await containersOf(home)).toHaveLength(2)
      expect((await redislab('clean')).stdout).toContain('lost')
      expect(await containersOf(home)).toHaveLength(1)
      await redislab('down')
    })

    test('of redislab while it starts: clean leaves nothing', async ({home, redislab}) => {
      for (const delayMs of [150, 300, 600, 900]) {
        await redislab(`up 1m2r --server image:${image}`, {
          onStart: (pid) => setTimeout(() => process.kill(pid, 'SIGKILL'), delayMs),
        })
        // What docker was told to do it still does.
        await untilSo(async () => {
          await redislab('clean')
          await redislab('down --all')
          expect(await containersOf(home)).toEqual([])
        })
        expectNothingLeft(home)
      }
    })

    test('of servers and of what holds their containers, two hundred times', {timeout: 300_000}, async ({
      home,
      redislab,
    }) => {
      let killed = 0
      while (killed < 200) killed += await killEach({home, redislab}, 200 - killed)
      expect(await containersOf(home)).toEqual([])
      expectNothingLeft(home)
    })
  })

  test('the state folder is removed under them: clean ends and removes them', async ({home, redislab}) => {
    await redislab(`up 1m1r --server image:${image}`)
    rmSync(path.join(home, 'default'), {recursive: true})
    await redislab('clean')
    await untilSo(async () => expect(await containersOf(home)).toEqual([]))
    expect(processesIn(home)).toEqual([])
  })
})

/** Starts many instances, and kills every second server, and the parent of every other, which is the engine's own. */
async function killEach(
  {home, redislab}: Pick<Fixtures, 'home' | 'redislab'>,
  most: number,
): Promise<number> {
  const {instances} = (await redislab(`up 1m19r --server image:${image} --json`)).json()
  const pids: readonly number[] = instances.map(({pid}: {pid: number}) => pid).slice(0, most)
  for (const [index, pid] of pids.entries()) process.kill(index % 4 === 3 ? parentOf(pid) : pid, 'SIGKILL')
  await untilSo(() => expect(processesIn(home)).toHaveLength(instances.length - pids.length))
  await redislab(instances.length === pids.length ? 'clean' : 'down')
  return pids.length
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}
