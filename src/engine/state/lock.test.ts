import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdir, readdir, readFile, stat, utimes, writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {setTimeout as delay} from 'node:timers/promises'
import {describe, expect, it} from 'vitest'
import {makeTemporaryFolder} from '../../../test/support/temporary-folder.ts'
import {lookUpProcess} from '../host/process-table.ts'
import {sweepLocks, takeLock} from './lock.ts'

const shortly = {withinMs: 60}

/** Leaves a lock file as somebody else would have left it. */
async function leaveLock(home: string, text: string, name = 'default'): Promise<void> {
  await mkdir(path.join(home, '.locks'), {recursive: true})
  await writeFile(path.join(home, '.locks', name), text)
}

const locksIn = (home: string) => readdir(path.join(home, '.locks'))

describe('takeLock', () => {
  it('names its holder while it is held, and leaves nothing behind', async () => {
    await using folder = await makeTemporaryFolder()
    {
      await using _lock = await takeLock(folder.path, 'default')
      const file = path.join(folder.path, '.locks/default')
      expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
        pid: process.pid,
        startedAt: (await lookUpProcess(process.pid))?.startedAt,
      })
      expect((await stat(file)).mode & 0o777).toBe(0o600)
      expect(await locksIn(folder.path)).toEqual(['default'])
    }
    expect(await locksIn(folder.path)).toEqual([])
  })

  it('keeps two takers in one process apart, in the order in which they get it', async () => {
    await using folder = await makeTemporaryFolder()
    const order: string[] = []
    const hold = async (name: string) => {
      await using _lock = await takeLock(folder.path, 'default')
      order.push(`${name} in`)
      await delay(20)
      order.push(`${name} out`)
    }
    await Promise.all([hold('a'), hold('b')])
    expect(order[1]?.replace('out', 'in')).toBe(order[0])
    expect(order[3]?.replace('out', 'in')).toBe(order[2])
  })

  it('keeps locks of different names apart', async () => {
    await using folder = await makeTemporaryFolder()
    await using _a = await takeLock(folder.path, 'a')
    await using _b = await takeLock(folder.path, 'b', {withinMs: 0})
    await using _c = await takeLock(folder.path, 'a.breaking', {withinMs: 0})
    expect(await locksIn(folder.path)).toEqual(['a', 'a.breaking', 'b'])
  })

  it('says who holds it when that lasts too long, and can be had afterwards', async () => {
    await using folder = await makeTemporaryFolder()
    {
      await using _lock = await takeLock(folder.path, 'default')
      await expect(takeLock(folder.path, 'default', shortly)).rejects.toMatchObject({
        code: 'DEPLOYMENT_BUSY',
        message: `Another redislab command (pid ${process.pid}) is changing "default".`,
        details: {pid: process.pid},
      })
      expect(await locksIn(folder.path), 'no draft is left').toEqual(['default'])
    }
    await using _lock = await takeLock(folder.path, 'default', {withinMs: 0})
  })

  it('ends with the reason when it is aborted', async () => {
    await using folder = await makeTemporaryFolder()
    await using _lock = await takeLock(folder.path, 'default')
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('why')), 20)
    await expect(takeLock(folder.path, 'default', {signal: controller.signal})).rejects.toThrow('why')
    expect(await locksIn(folder.path)).toEqual(['default'])
  })

  it('takes over from a holder that died', async () => {
    await using folder = await makeTemporaryFolder()
    const child = spawn('sleep', ['60'], {stdio: 'ignore'})
    const holder = await lookUpProcess(child.pid ?? 0)
    await leaveLock(folder.path, JSON.stringify({pid: child.pid, startedAt: holder?.startedAt}))
    await expect(takeLock(folder.path, 'default', shortly)).rejects.toMatchObject({code: 'DEPLOYMENT_BUSY'})
    child.kill('SIGKILL')
    await once(child, 'exit')
    await using _lock = await takeLock(folder.path, 'default', shortly)
  })

  it.runIf(process.platform === 'linux')(
    'takes over from a holder that died and was never reaped',
    async () => {
      await using folder = await makeTemporaryFolder()
      // The shell becomes a program that does not wait for the child that it left behind.
      const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      const [line] = await once(parent.stdout, 'data')
      const pid = Number(String(line))
      let facts = await lookUpProcess(pid)
      for (let tries = 0; facts?.state !== 'zombie' && tries < 200; tries += 1) {
        await delay(10)
        facts = await lookUpProcess(pid)
      }
      expect(facts?.state).toBe('zombie')
      await leaveLock(folder.path, JSON.stringify({pid, startedAt: facts?.startedAt}))
      try {
        await using _lock = await takeLock(folder.path, 'default', shortly)
      } finally {
        parent.kill('SIGKILL')
        await once(parent, 'exit')
      }
    },
  )

  it('takes over from a holder whose pid is another process now', async () => {
    await using folder = await makeTemporaryFolder()
    await leaveLock(folder.path, JSON.stringify({pid: process.pid, startedAt: 'another boot/1'}))
    await using _lock = await takeLock(folder.path, 'default', shortly)
  })

  it.each(['', '{"pid":', 'null', '[]', '{}', '"x"', '{"pid":999999999}'])(
    'takes a lock over that a crash of the machine left as %j',
    async (text) => {
      await using folder = await makeTemporaryFolder()
      await leaveLock(folder.path, text)
      await using _lock = await takeLock(folder.path, 'default', shortly)
    },
  )

  it('gets past a guard that was left by a process killed while it broke a lock', async () => {
    await using folder = await makeTemporaryFolder()
    await leaveLock(folder.path, '')
    await leaveLock(folder.path, '', '.default.breaking')
    const longAgo = new Date(Date.now() - 60_000)
    await utimes(path.join(folder.path, '.locks/.default.breaking'), longAgo, longAgo)
    await using _lock = await takeLock(folder.path, 'default', {withinMs: 2000})
    expect(await locksIn(folder.path)).toEqual(['default'])
  })

  it('says that the state folder cannot be written', async () => {
    await using folder = await makeTemporaryFolder()
    await writeFile(path.join(folder.path, '.locks'), '')
    await expect(takeLock(folder.path, 'default')).rejects.toMatchObject({code: 'STATE_UNWRITABLE'})
  })
})

describe('sweepLocks', () => {
  it('removes what processes that are gone have left, and nothing else', async () => {
    await using folder = await makeTemporaryFolder()
    await sweepLocks(path.join(folder.path, 'gone'))
    await using _held = await takeLock(folder.path, 'held')
    await leaveLock(folder.path, '', 'torn')
    await leaveLock(folder.path, '{"pid":999999999,"startedAt":"x"}', '.ports')
    await leaveLock(folder.path, '', '.default.999999999.0badcafe')
    await leaveLock(folder.path, '', `.default.${process.pid}.0badcafe`)
    await leaveLock(folder.path, '', '.old.breaking')
    await leaveLock(folder.path, '', '.new.breaking')
    await utimes(path.join(folder.path, '.locks/.old.breaking'), 0, 0)
    await sweepLocks(folder.path)
    expect((await locksIn(folder.path)).sort()).toEqual([
      `.default.${process.pid}.0badcafe`,
      '.new.breaking',
      'held',
    ])
  })
})
