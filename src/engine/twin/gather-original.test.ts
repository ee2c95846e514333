import {readdir, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {expect, test} from 'vitest'
import {makeTemporaryFolder} from '../../../test/support/temporary-folder.ts'
import {removeIfDead} from '../deployment/remove-deployment.ts'
import {gatherOriginal} from './gather-original.ts'

test('what was read of the original is held until it is disposed of', async () => {
  await using folder = await makeTemporaryFolder()
  const home = path.join(folder.path, 'home')
  const conf = path.join(folder.path, 'redis.conf')
  await writeFile(conf, 'port 6379\n')
  const foldersOf = async () => (await readdir(home)).filter((name) => !name.startsWith('.'))
  {
    await using _original = await gatherOriginal([conf], {home})
    const [draft = ''] = await foldersOf()
    expect(await removeIfDead(home, draft)).toBeUndefined()
    expect(await foldersOf()).toEqual([draft])
  }
  expect(await foldersOf()).toEqual([])
  expect(await readdir(path.join(home, '.locks'))).toEqual([])
})
