import {mkdir, readdir, stat, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {describe, expect, it} from 'vitest'
import {planOf} from '../../../test/support/samples.ts'
import {makeTemporaryFolder} from '../../../test/support/temporary-folder.ts'
import {checkName, isDeploymentName, runDirectoryOf} from './deployment-name.ts'
import {readRecord, recordFile, writeRecord} from './record.ts'
import type {DeploymentRecord} from './record-schema.ts'
import {requireRecord} from './require-record.ts'
import {listRunDirectories} from './run-directories.ts'

const record: DeploymentRecord = {
  schemaVersion: 1,
  createdAt: '2026-11-05T12:00:00.000Z',
  server: {flavour: 'redis', version: '7.0.15', path: '/usr/bin/redis-server'},
  plan: planOf('1m1r1s', {settings: {set: [{name: 'save', value: ''}]}}),
  password: 'open sesame',
  processes: {
    n1: {process: {pid: 100, startedAt: 'boot/1'}, stopped: false},
    n2: {process: null, stopped: true},
    s1: {process: null, stopped: false},
  },
  healers: [
    {
      process: {pid: 103, startedAt: 'boot/2'},
      at: '2026-11-05T12:00:05.000Z',
      heals: {n1: {kind: 'resume'}},
      parts: [{from: 'n1', to: 'n2', part: 'cut'}],
    },
  ],
  links: {process: null, rules: [{from: 'n1', to: 'n2', cut: 'stall'}]},
}

/** What is said of a record with this text. */
async function problemOf(text: string): Promise<unknown> {
  await using folder = await makeTemporaryFolder()
  const directory = path.join(folder.path, record.plan.name)
  await mkdir(directory)
  await writeFile(path.join(directory, recordFile), text)
  return readRecord(directory).then(
    () => 'it was read',
    (error: unknown) => error,
  )
}

describe('writeRecord and readRecord', () => {
  it('read back what was written', async () => {
    await using folder = await makeTemporaryFolder()
    const directory = path.join(folder.path, record.plan.name)
    await mkdir(directory)
    await writeRecord(directory, record)
    expect(await readRecord(directory)).toEqual(record)
    const {password: _, ...open} = record
    await writeRecord(directory, open)
    expect(await readRecord(directory)).toEqual(open)
  })

  it('know a record that was copied from another deployment', async () => {
    await using folder = await makeTemporaryFolder()
    await writeRecord(folder.path, record)
    await expect(readRecord(folder.path)).rejects.toMatchObject({
      code: 'STATE_UNREADABLE',
      message: expect.stringContaining('the folder was copied or moved'),
    })
  })

  it('keep the file to this user, and leave no draft behind', async () => {
    await using folder = await makeTemporaryFolder()
    await writeRecord(folder.path, record)
    await writeRecord(folder.path, record)
    expect((await stat(path.join(folder.path, recordFile))).mode & 0o777).toBe(0o600)
    expect(await readdir(folder.path)).toEqual([recordFile])
  })

  it('never show a part of a record while it is being replaced', async () => {
    await using folder = await makeTemporaryFolder()
    const directory = path.join(folder.path, record.plan.name)
    await mkdir(directory)
    await writeRecord(directory, record)
    let isWriting = true
    const writing = (async () => {
      for (let round = 0; round < 50; round += 1) {
        const name = `n${round}`.padEnd(round * 200, 'x')
        await writeRecord(directory, {...record, processes: {[name]: {process: null, stopped: false}}})
      }
      isWriting = false
    })()
    while (isWriting) expect((await readRecord(directory))?.plan).toEqual(record.plan)
    await writing
  })

  it('say that the folder cannot be written when it is gone', async () => {
    await using folder = await makeTemporaryFolder()
    await expect(writeRecord(path.join(folder.path, 'gone'), record)).rejects.toMatchObject({
      code: 'STATE_UNWRITABLE',
    })
  })

  it('know no deployment where there is no folder, no file, or a file for a folder', async () => {
    await using folder = await makeTemporaryFolder()
    await writeFile(path.join(folder.path, 'file'), '')
    expect(await readRecord(path.join(folder.path, 'gone'))).toBeUndefined()
    expect(await readRecord(folder.path)).toBeUndefined()
    expect(await readRecord(path.join(folder.path, 'file'))).toBeUndefined()
  })
})

describe('readRecord', () => {
  const text = JSON.stringify(record)

  it('reads what earlier versions wrote, which kept the healers of links apart', async () => {
    await using folder = await makeTemporaryFolder()
    const directory = path.join(folder.path, record.plan.name)
    await mkdir(directory)
    const at = '2026-11-05T12:00:05.000Z'
    const [first, second, third] = [103, 104, 105].map((pid) => ({pid, startedAt: 'boot/2'}))
    const parts = [{from: 'n1', to: 'n2', part: 'cut'}]
    const earlier = {
      ...record,
      healers: [
        {process: first, instances: ['n1'], at, heals: {n1: {kind: 'resume'}}},
        {process: second, instances: ['n2'], at},
      ],
      links: {...record.links, healers: [{process: third, parts, at}]},
    }
    await writeFile(path.join(directory, recordFile), JSON.stringify(earlier))
    expect(await readRecord(directory)).toEqual({
      ...record,
      healers: [
        {process: first, at, heals: {n1: {kind: 'resume'}}, parts: []},
        {process: second, at, heals: {}, parts: []},
        {process: third, at, heals: {}, parts},
      ],
    })
  })

  it.each([
    ['empty', ''],
    ['torn', text.slice(0, 200)],
    ['not JSON', 'schemaVersion: 1'],
  ])('says that a record is %s', async (_, torn) => {
    expect(await problemOf(torn)).toMatchObject({
      code: 'STATE_UNREADABLE',
      message: expect.stringMatching(/deployment\.json cannot be used: it is cut off or not JSON\.$/),
      suggestions: [expect.stringContaining('redislab down --name')],
      details: {reason: 'damaged'},
    })
  })

  it('says that a newer redislab wrote it, whatever else is in it', async () => {
    expect(await problemOf('{"schemaVersion": 2, "instances": {}}')).toMatchObject({
      code: 'STATE_UNREADABLE',
      message: expect.stringContaining('it was written by a newer redislab (schema 2, this one reads 1)'),
    })
  })

  it.each([
    ['a field is missing', text.replace('"createdAt"', '"createdOn"'), 'createdAt is not what'],
    [
      'a field deep inside is missing',
      text.replace('"port":6381', '"prot":6381'),
      'plan.instances.1.port is not what',
    ],
    [
      'a field is of another type',
      text.replace('"pid":100', '"pid":"100"'),
      'processes.n1.process.pid is not what',
    ],
    ['a name leads elsewhere', text.replaceAll('"n2"', '"../n2"'), 'plan.instances.1.name is not what'],
    [
      'the schema is older than the first',
      text.replace('"schemaVersion":1', '"schemaVersion":0'),
      'schemaVersion is not what',
    ],
    ['it is null', 'null', 'the whole is not what'],
    ['it is a list', '[]', 'the whole is not what'],
  ])('says where it is wrong when %s', async (_, wrong, place) => {
    expect(wrong).not.toBe(text)
    expect(await problemOf(wrong)).toMatchObject({
      code: 'STATE_UNREADABLE',
      message: expect.stringContaining(`cannot be used: ${place}`),
    })
  })

  it('says that a folder stands where the record should be', async () => {
    await using folder = await makeTemporaryFolder()
    await mkdir(path.join(folder.path, recordFile))
    await expect(readRecord(folder.path)).rejects.toMatchObject({
      code: 'STATE_UNREADABLE',
      message: expect.stringMatching(/cannot be used: it is a folder\.$/),
    })
  })

  it('does not put the password into what it says', async () => {
    const error = (await problemOf(text.replace('"n1":{', '"n1":{"x":1,'))) as Error
    expect(error.message).not.toContain('sesame')
  })
})

describe('listRunDirectories', () => {
  it('lists the folders that redislab made, in order', async () => {
    await using folder = await makeTemporaryFolder()
    for (const name of ['b', 'a', '.locks', '-x', 'with space', 'photos']) {
      await mkdir(path.join(folder.path, name), {mode: 0o700})
    }
    await mkdir(path.join(folder.path, 'empty'), {mode: 0o755})
    await writeFile(path.join(folder.path, 'photos', 'cat.jpg'), '')
    await writeFile(path.join(folder.path, 'b', 'deployment.json'), '')
    await writeFile(path.join(folder.path, 'file'), '')
    expect(await listRunDirectories(folder.path)).toEqual(['a', 'b'])
  })

  it('lists one with a file of somebody else beside its record, and no folder whose record is not ours', async () => {
    await using folder = await makeTemporaryFolder()
    for (const name of [record.plan.name, 'foreign']) {
      await mkdir(path.join(folder.path, name))
      await writeFile(path.join(folder.path, name, 'notes.txt'), '')
    }
    await writeRecord(path.join(folder.path, record.plan.name), record)
    await writeFile(path.join(folder.path, 'foreign', recordFile), '{"kind": "Deployment"}')
    expect(await listRunDirectories(folder.path)).toEqual([record.plan.name])
  })

  it('lists nothing where there is no state folder yet', async () => {
    await using folder = await makeTemporaryFolder()
    expect(await listRunDirectories(path.join(folder.path, 'gone'))).toEqual([])
  })

  it('says that the state folder is a file', async () => {
    await using folder = await makeTemporaryFolder()
    await writeFile(path.join(folder.path, 'file'), '')
    await expect(listRunDirectories(path.join(folder.path, 'file'))).rejects.toMatchObject({
      code: 'STATE_UNREADABLE',
      message: `${folder.path}/file cannot be used: it is not a folder.`,
    })
  })
})

describe('requireRecord', () => {
  it('finds a deployment by name', async () => {
    await using folder = await makeTemporaryFolder()
    const {name} = record.plan
    await mkdir(runDirectoryOf(folder.path, name))
    await writeRecord(runDirectoryOf(folder.path, name), record)
    expect(await requireRecord(folder.path, name)).toEqual(record)
  })

  it('says which ones there are, or how to start one', async () => {
    await using folder = await makeTemporaryFolder()
    await expect(requireRecord(folder.path, 'mine')).rejects.toMatchObject({
      code: 'DEPLOYMENT_NOT_FOUND',
      message: 'There is no deployment named "mine".',
      suggestions: ['Start one: redislab up 1m2r3s'],
    })
    await mkdir(path.join(folder.path, 'other'), {mode: 0o700})
    await expect(requireRecord(folder.path, 'mine')).rejects.toMatchObject({
      suggestions: ['There is other: add --name NAME.'],
    })
  })

  it('looks nowhere else', async () => {
    await using folder = await makeTemporaryFolder()
    await expect(requireRecord(folder.path, '../etc')).rejects.toMatchObject({code: 'OPTION_INVALID'})
  })
})

describe('names of deployments', () => {
  it.each(['default', 'a', 'A1', '_x', '7', 'a.b-c_d', 'x'.repeat(64)])('may be %s', (name) => {
    expect(isDeploymentName(name)).toBe(true)
    expect(() => checkName(name)).not.toThrow()
  })

  it.each(['', '.', '..', '.locks', '-n', 'a/b', '../x', 'a b', 'a\n', 'ä', 'x'.repeat(65), '*'])(
    'may not be %j',
    (name) => {
      expect(isDeploymentName(name)).toBe(false)
      expect(() => checkName(name)).toThrow(expect.objectContaining({code: 'OPTION_INVALID'}))
    },
  )
})
