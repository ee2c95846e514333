import {mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {noteEngine, removeLostContainers} from './containers.ts'
import {remoteHost} from './remote-host.ts'

/** A docker that knows two hosts: `empty` has no container, and `dead` does not answer. It notes whom it was asked about. */
const script = (folder: string) => `#!/bin/sh
echo "$2" >>'${folder}/asked'
[ "$2" = dead ] || exit 0
echo 'Cannot connect to the Docker daemon at tcp://10.0.0.9:2375. Is the docker daemon running?' >&2
exit 1
`

let folder = ''
let home = ''
const before = process.env['PATH']

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'redislab-containers-')))
  home = path.join(folder, 'home')
  mkdirSync(path.join(home, 'default', 'n1'), {recursive: true})
  writeFileSync(path.join(folder, 'docker'), script(folder), {mode: 0o700})
  process.env['PATH'] = `${folder}:${before}`
  for (const context of ['dead', 'empty', 'empty']) noteEngine(home, {engine: 'docker', context})
})
afterEach(() => {
  process.env['PATH'] = before
  rmSync(folder, {recursive: true})
})

const noted = () => readFileSync(path.join(home, '.containers'), 'utf8')
const asked = () => new Set(readFileSync(path.join(folder, 'asked'), 'utf8').split('\n').filter(Boolean))

it('a host that does not answer is named and kept, one without containers is forgotten', async () => {
  expect(noted()).toBe('docker dead\ndocker empty\n')
  expect(await removeLostContainers(home)).toEqual({lost: [], silent: ['dead']})
  expect(noted()).toBe('docker dead\n')
})

it('where it is known which hosts have something, no other is asked', async () => {
  const directory = path.join(home, 'default')
  await remoteHost.bring([{directory: path.join(directory, 'n1'), onHost: 'empty'}])
  const engines = [{engine: 'docker', context: 'empty'}] as const
  expect(await remoteHost.clear(directory, {engines})).toEqual([])
  expect(asked()).toEqual(new Set(['empty']))
})

it('where it is not known, one that does not answer is named, and fails nothing', async () => {
  expect(await remoteHost.clear(path.join(home, 'default'))).toEqual(['dead'])
  expect(asked()).toEqual(new Set(['dead', 'empty']))
})

it('a host that has something and does not answer is an error', async () => {
  const engines = [{engine: 'docker', context: 'dead'}] as const
  await expect(remoteHost.clear(path.join(home, 'default'), {engines})).rejects.toThrow(
    'The host dead does not answer',
  )
})
