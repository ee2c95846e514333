import {chmod, mkdir, readdir, stat, symlink, writeFile} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {afterEach, describe, expect, it} from 'vitest'
import {makeTemporaryFolder} from '../../../test/support/temporary-folder.ts'
import {ensureHome, removeDirectory, resolveHome, unwritable} from './home.ts'

const {REDISLAB_HOME, XDG_STATE_HOME} = process.env

afterEach(() => {
  setEnvironment({REDISLAB_HOME, XDG_STATE_HOME})
})

function setEnvironment(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}

describe('resolveHome', () => {
  const fallback = path.join(os.homedir(), '.local/state/redislab')
  it.each([
    ['its own variable', '/a', '/b', '/a'],
    ['its own variable, made absolute', 'a', '/b', path.resolve('a')],
    ['the folder for state', undefined, '/b', '/b/redislab'],
    ['the usual place, when the folder for state is relative', undefined, 'b', fallback],
    ['the usual place, when variables are empty', '', '', fallback],
    ['the usual place', undefined, undefined, fallback],
  ])('takes %s', (_, own, xdg, expected) => {
    setEnvironment({REDISLAB_HOME: own, XDG_STATE_HOME: xdg})
    expect(resolveHome()).toBe(expected)
  })
})

describe('ensureHome', () => {
  it('makes the folder and those above it, for this user alone', async () => {
    await using folder = await makeTemporaryFolder()
    const home = path.join(folder.path, 'a/b/home')
    await ensureHome(home)
    expect((await stat(home)).mode & 0o777).toBe(0o700)
    await ensureHome(home)
  })

  it('takes a link to a folder', async () => {
    await using folder = await makeTemporaryFolder()
    await mkdir(path.join(folder.path, 'real'))
    await symlink('real', path.join(folder.path, 'home'))
    await ensureHome(path.join(folder.path, 'home'))
  })

  it.runIf(process.platform === 'linux').each([
    ['no folder can be made in /proc', '/proc/none'],
    ['no folder can be made in /proc', '/proc/none/deep'],
    ['its name is too long', `/tmp/${'x'.repeat(300)}/home`],
  ])('says that %s', async (reason, home) => {
    await expect(ensureHome(home)).rejects.toMatchObject({
      code: 'STATE_UNWRITABLE',
      message: `The state folder ${home} cannot be written: ${reason}.`,
    })
  })

  it.each([
    ['in its place', 'file'],
    ['in the way to it', 'file/home'],
  ])('says that a file is %s', async (_, name) => {
    await using folder = await makeTemporaryFolder()
    await writeFile(path.join(folder.path, 'file'), '')
    const home = path.join(folder.path, name)
    await expect(ensureHome(home)).rejects.toMatchObject({
      code: 'STATE_UNWRITABLE',
      message: `The state folder ${home} cannot be written: it is not a folder.`,
      suggestions: ['Point REDISLAB_HOME at a folder that you can write.'],
      details: {path: home},
    })
  })

  it.skipIf(process.getuid?.() === 0)('says that permission is denied', async () => {
    await using folder = await makeTemporaryFolder()
    const home = path.join(folder.path, 'home')
    await mkdir(home, {mode: 0o500})
    await expect(ensureHome(home)).rejects.toMatchObject({
      code: 'STATE_UNWRITABLE',
      message: `The state folder ${home} cannot be written: permission denied.`,
    })
    await chmod(home, 0o700)
  })
})

describe('unwritable', () => {
  it.each([
    ['EACCES', 'permission denied'],
    ['EROFS', 'the file system is read-only'],
    ['ENOSPC', 'the disk is full'],
    ['EIO', 'i/o error, write'],
  ])('says what %s means', (code, reason) => {
    const cause = Object.assign(new Error('i/o error, write'), {code})
    const error = unwritable('/state', cause)
    expect(error.message).toBe(`The state folder /state cannot be written: ${reason}.`)
    expect(error.cause).toBe(cause)
  })
})

describe('removeDirectory', () => {
  it('removes a folder with all that is in it, and does not mind when it is gone', async () => {
    await using folder = await makeTemporaryFolder()
    const directory = path.join(folder.path, 'default')
    await mkdir(path.join(directory, 'n1'), {recursive: true})
    await writeFile(path.join(directory, 'n1/redis.log'), 'x')
    await removeDirectory(directory)
    await removeDirectory(directory)
    expect(await readdir(folder.path)).toEqual([])
  })
})
