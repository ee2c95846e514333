import {link, mkdir, symlink} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {describe, expect, it} from 'vitest'
import {findIn, install, installScript, keepEnvironment, says} from '../../../test/support/fake-servers.ts'
import {makeTemporaryFolder} from '../../../test/support/temporary-folder.ts'
import {findExtras} from './find-extras.ts'
import {surveyServers} from './find-servers.ts'

keepEnvironment()

describe('findServers', () => {
  it('finds servers in the folders and files of REDISLAB_SERVERS, then on the PATH, in order', async () => {
    await using folder = await makeTemporaryFolder()
    const odd = await install(folder, 'odd/my-redis', says('Redis', '7.2.4'))
    await install(folder, 'named/valkey-server', says('Valkey', '8.1.1'))
    await install(folder, 'path/redis-server', says('Redis', '7.0.7'))
    process.env['REDISLAB_SERVERS'] = [odd, path.join(folder.path, 'named')].join(path.delimiter)
    process.env['PATH'] = `${path.join(folder.path, 'path')}${path.delimiter}${process.env['PATH']}`
    expect(await findIn(folder)).toEqual([
      {flavour: 'redis', version: '7.2.4', file: 'odd/my-redis', supported: true},
      {flavour: 'valkey', version: '8.1.1', file: 'named/valkey-server', supported: true},
      {flavour: 'redis', version: '7.0.7', file: 'path/redis-server', supported: true},
    ])
  })

  it.each([
    'redis-server',
    'valkey-server',
    'redis-server-6.2.16',
    'redis-server-8.0-m01',
    'valkey-server_v9',
    'redis-server7.2',
  ])('takes a file that is called %s for one in a folder', async (name) => {
    await using folder = await makeTemporaryFolder()
    await install(folder, name, says('Redis', '7.2.4'))
    await install(folder, 'redis-server-wrapper', says('Redis', '7.2.5'))
    process.env['REDISLAB_SERVERS'] = folder.path
    expect(await findIn(folder)).toMatchObject([{version: '7.2.4', file: name}])
  })

  it.each([
    '.local/bin/redis-server',
    '.asdf/installs/redis/7.2.4/bin/redis-server',
    '.local/share/mise/installs/valkey/8.0/bin/valkey-server',
  ])('looks into %s of the home folder', async (file) => {
    await using folder = await makeTemporaryFolder()
    await install(folder, file, says('Redis', '7.2.4'))
    process.env['HOME'] = folder.path
    expect(await findIn(folder)).toMatchObject([{file}])
  })

  it.each([
    ['Redis', '6.2.0', undefined],
    ['Redis', '6.1.9', 'redislab needs Redis 6.2 or later'],
    ['Valkey', '7.2.0', undefined],
    ['Valkey', '7.0.0', 'redislab needs Valkey 7.2 or later'],
    ['KeyDB', '6.3.4', 'redislab does not support KeyDB'],
  ])('%s %s: %s', async (title, version, whyNot) => {
    await using folder = await makeTemporaryFolder()
    const flavour = title.toLowerCase()
    const file = `${flavour}-server`
    await install(folder, file, says(title, version))
    process.env['REDISLAB_SERVERS'] = folder.path
    expect(await findIn(folder)).toEqual([
      {flavour, version, file, supported: whyNot === undefined, ...(whyNot === undefined ? {} : {whyNot})},
    ])
  })

  it('shows a server once, by its own name, whatever links and names lead to it', async () => {
    await using folder = await makeTemporaryFolder()
    const file = await install(folder, 'valkey-server', says('Valkey', '8.1.1'))
    await symlink('valkey-server', path.join(folder.path, 'redis-server'))
    await link(file, path.join(folder.path, 'redis-server-7.2.4'))
    await symlink(folder.path, path.join(folder.path, 'again'))
    process.env['REDISLAB_SERVERS'] = [folder.path, path.join(folder.path, 'again')].join(path.delimiter)
    expect(await findIn(folder)).toMatchObject([{flavour: 'valkey', version: '8.1.1', file: 'valkey-server'}])
  })

  it('looks at twenty servers without a warning of Node', async () => {
    await using folder = await makeTemporaryFolder()
    for (let index = 0; index < 20; index += 1)
      await install(folder, `${index}/redis-server`, says('Redis', `7.2.${index}`))
    process.env['REDISLAB_SERVERS'] = [...Array(20).keys()]
      .map((index) => path.join(folder.path, `${index}`))
      .join(path.delimiter)
    const warnings: string[] = []
    const onWarning = ({name}: Error) => warnings.push(name)
    process.on('warning', onWarning)
    try {
      const {signal} = new AbortController()
      const {servers} = await surveyServers({signal})
      await Promise.all(servers.map((server) => findExtras(server, {signal})))
      expect(servers.length).toBeGreaterThanOrEqual(20)
    } finally {
      process.off('warning', onWarning)
    }
    expect(warnings).toEqual([])
  })

  it('passes over what is no server, and says why', async () => {
    await using folder = await makeTemporaryFolder()
    await install(folder, 'a/redis-server', 'hello world')
    await install(folder, 'b/redis-server', says('Redis', '7.0.0'), 0o644)
    await mkdir(path.join(folder.path, 'c/redis-server'), {recursive: true})
    await symlink('nowhere', path.join(folder.path, 'c/valkey-server'))
    await installScript(folder, 'e/redis-server', 'kill -SEGV $$')
    const folders = ['a', 'b', 'c', 'd', 'e'].map((name) => path.join(folder.path, name))
    process.env['REDISLAB_SERVERS'] = folders.join(path.delimiter)
    const {servers, passedOver} = await surveyServers()
    expect(servers.filter((server) => server.path.startsWith(folder.path))).toEqual([])
    expect(
      passedOver.filter((each) => each.startsWith(folder.path)).map((each) => each.slice(folder.path.length)),
    ).toEqual([
      '/a/redis-server is not a Redis or Valkey server: its --version says "hello world".',
      '/b/redis-server is not executable.',
      '/c/redis-server is a folder, not a server.',
      '/c/valkey-server is not there.',
      '/d is not there.',
      '/e/redis-server is not a Redis or Valkey server: its --version says nothing.',
    ])
  })
})
