import {chmod, mkdir, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {describe, expect, it} from 'vitest'
import {makeTemporaryFolder} from '../../../test/support/temporary-folder.ts'
import {enterRegister, listHomes} from './register.ts'

async function prepare() {
  const temporary = await makeTemporaryFolder()
  const at = (name: string) => path.join(temporary.path, name)
  for (const name of ['a', 'b']) await mkdir(at(name))
  const enter = async (name: string) => {
    await using entered = await enterRegister(at(name), {folder: at('register')})
    return entered !== undefined
  }
  return {at, enter, folder: at('register'), [Symbol.asyncDispose]: () => temporary[Symbol.asyncDispose]()}
}

describe('the register of state folders', () => {
  it('knows all that were entered, once each, that of who asks first', async () => {
    await using it = await prepare()
    for (const name of ['a', 'b', 'a']) expect(await it.enter(name)).toBe(true)
    expect(await listHomes(it.at('b'), it.folder)).toEqual([it.at('b'), it.at('a')])
    expect(await listHomes(it.at('c'), it.folder)).toHaveLength(3)
  })

  it('takes two ways to a state folder for one', async () => {
    await using it = await prepare()
    await symlink('a', it.at('link'))
    await it.enter('a')
    await it.enter('link')
    expect(await listHomes(it.at('link'), it.folder)).toEqual([it.at('link')])
  })

  it('forgets a state folder that is gone', async () => {
    await using it = await prepare()
    await it.enter('a')
    await rm(it.at('a'), {recursive: true})
    expect(await listHomes(it.at('b'), it.folder)).toEqual([it.at('b')])
    await it.enter('b')
    expect((await readdir(it.folder)).filter((name) => !name.startsWith('.'))).toHaveLength(1)
  })

  it('lets in one at a time', async () => {
    await using it = await prepare()
    const first = await enterRegister(it.at('a'), {folder: it.folder})
    let isIn = false
    const second = enterRegister(it.at('b'), {folder: it.folder}).then((entered) => {
      isIn = true
      return entered
    })
    await expect(
      enterRegister(it.at('b'), {folder: it.folder, signal: AbortSignal.timeout(100)}),
    ).rejects.toThrow()
    expect(isIn).toBe(false)
    await first?.[Symbol.asyncDispose]()
    await (await second)?.[Symbol.asyncDispose]()
    expect(isIn).toBe(true)
  })

  it('believes no entry but those it writes: no link, no other name, nothing cut off', async () => {
    await using it = await prepare()
    await it.enter('a')
    const [entry = ''] = (await readdir(it.folder)).filter((name) => !name.startsWith('.'))
    await writeFile(it.at('secret'), it.at('b'))
    await symlink(it.at('secret'), path.join(it.folder, 'f'.repeat(32)))
    await writeFile(path.join(it.folder, 'e'.repeat(32)), it.at('b'))
    await writeFile(path.join(it.folder, entry), it.at('a').slice(0, -1))
    await mkdir(path.join(it.folder, 'd'.repeat(32)))
    expect(await listHomes(it.at('c'), it.folder)).toEqual([it.at('c')])
    expect(await it.enter('a')).toBe(true)
    expect((await readdir(it.folder)).filter((name) => !name.startsWith('.'))).toEqual([entry])
    expect(await readFile(it.at('secret'), 'utf8')).toBe(it.at('b'))
  })

  it.each([
    ['a link to somewhere', async (folder: string) => symlink('b', folder)],
    ['open to others', async (folder: string) => mkdir(folder).then(() => chmod(folder, 0o770))],
    ['a file', async (folder: string) => writeFile(folder, '')],
  ])('goes on without one when its folder is %s', async (_, spoil) => {
    await using it = await prepare()
    await spoil(it.folder)
    expect(await it.enter('a')).toBe(false)
    expect(await listHomes(it.at('a'), it.folder)).toEqual([it.at('a')])
    expect(await readdir(it.at('b'))).toEqual([])
  })

  it.skipIf(process.getuid?.() === 0)('goes on without one where nothing can be written', async () => {
    await using it = await prepare()
    await mkdir(it.folder, {mode: 0o500})
    expect(await it.enter('a')).toBe(false)
  })

  it('goes on without one where its folder cannot be made', async () => {
    await using it = await prepare()
    expect(await enterRegister(it.at('a'), {folder: it.at('nowhere/register')})).toBe(undefined)
  })
})
