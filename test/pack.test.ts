// What is held here: the package, installed globally, is the whole tool: on the PATH, with its manifest, its templates and what
// reads logs.
import {execFile} from 'node:child_process'
import {mkdirSync, readFileSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {promisify} from 'node:util'
import {expect, test} from './support/test.ts'

const run = promisify(execFile)
const root = path.resolve(import.meta.dirname, '..')

test('npm pack, npm install --global, redislab up', async ({home, port}) => {
  const folder = path.join(home, '.pack')
  mkdirSync(folder)
  // The build is there; building again would pull the ground from under tests that run beside this one.
  const packed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: root,
  })
  const [{filename, files}] = JSON.parse(packed.stdout)
  const names = files.map(({path: name}: {path: string}) => name)
  expect(names).toEqual(
    expect.arrayContaining([
      'bin/run.js',
      'bundle/commands/up.cjs',
      'bundle/cli/start.cjs',
      'bundle/cli/build-id',
      'bundle/cli/complete.cjs',
      'bundle/labs.json',
      'bundle/lib/index.js',
      'bundle/lib/testing.js',
      'bundle/types/index.d.ts',
      'bundle/types/testing/index.d.ts',
      'bundle/lines.wasm',
      'bundle/page.html',
      'bundle/programs/healer.js',
      'bundle/programs/reaper.js',
      'bundle/programs/link-relay.js',
      'templates/redis.conf',
      'templates/sentinel.conf',
      'oclif.manifest.json',
      'docs/guide.md',
      'docs/labs.md',
      'docs/commands.md',
      'docs/json.schema.json',
      'LICENSE',
      'README.md',
    ]),
  )
  // What an older `moduleResolution` of TypeScript reads.
  const {main, types, typesVersions} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const read = [main, types, ...Object.values<string[]>(typesVersions['*']).flat()]
  expect(names).toEqual(expect.arrayContaining(read.map((name) => name.replace('./', ''))))
  expect(names.filter((name: string) => /\.test\.|^src\/|^test\/|^dist\//.test(name))).toEqual([])

  // The pages that README and messages name are there, and every link between them leads somewhere.
  const pages = names.filter((name: string) => name.endsWith('.md'))
  const dead = await Promise.all(
    pages.map(async (page: string) => {
      const text = await readFile(path.join(root, page), 'utf8')
      const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link = '']) =>
        path.normalize(path.join(path.dirname(page), link)),
      )
      return links.filter((link) => !names.includes(link)).map((link) => `${page} → ${link}`)
    }),
  )
  expect(dead.flat()).toEqual([])

  const prefix = path.join(folder, 'prefix')
  await run('npm', [
    'install',
    '--global',
    '--prefix',
    prefix,
    '--no-audit',
    '--no-fund',
    path.join(folder, filename),
  ])
  const env = {
    ...process.env,
    REDISLAB_HOME: path.join(home, 'state'),
    PATH: `${prefix}/bin:${process.env['PATH']}`,
  }
  const redislab = (...args: string[]) => run('redislab', args, {env, cwd: folder})
  const up = await redislab(
    'up',
    '1m1r1s',
    '--port',
    String(port),
    '--sentinel-port',
    String(port + 10),
    '--json',
  )
  expect(JSON.parse(up.stdout)).toMatchObject({ready: true})
  expect((await redislab('--help')).stdout).toContain('status')
  const title = "require('redislab/schema.json').title"
  const modules = {...env, NODE_PATH: path.join(prefix, 'lib/node_modules')}
  expect((await run('node', ['-p', title], {env: modules, cwd: folder})).stdout.trim()).toBe(
    'The JSON of redislab',
  )
  // What reads lines is found where the package was installed.
  expect((await redislab('logs', 'n1')).stdout).toContain('Ready to accept connections')
  expect(JSON.parse((await redislab('down', '--json')).stdout).deployments).toEqual([
    {name: 'default', ended: 3},
  ])
}, 180_000)
