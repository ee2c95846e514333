import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {existsSync} from 'node:fs'
import {chmod, cp, mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {text} from 'node:stream/consumers'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'

// What bin/bootstrap decides on machines that differ, without changing this one: it runs in a folder of its own, with
// a PATH that holds only what the machine in question has. Programs that would install something only say so.

const repository = path.join(import.meta.dirname, '../..')
const tools = ['sh', 'cat', 'dirname', 'find', 'head', 'ln', 'mkdir', 'mktemp', 'readlink', 'rm', 'sleep']

const noServer =
  '✖ There is no Redis server here: sh bin/bootstrap install installs one, or name yours in $REDISLAB_SERVERS.\n'

let machine: Machine

beforeEach(async () => {
  machine = await bareMachine()
})

afterEach(async () => {
  await rm(machine.root, {recursive: true, force: true})
})

describe('on a machine that has everything', () => {
  test.each(['redis-server', 'valkey-server'])('such as %s, it does and says nothing', async (server) => {
    await machine.has(server, '')
    expect(await machine.bootstrap()).toEqual({exitCode: 0, output: ''})
  })

  test('a server that is named in the environment is one', async () => {
    expect(await machine.bootstrap({env: {REDISLAB_SERVERS: '/opt/redis'}})).toEqual({
      exitCode: 0,
      output: '',
    })
  })
})

describe('without a server', () => {
  test.each([{}, {CI: ''}, {CI: 'false'}, {CI: '0'}])(
    'it installs nothing, and says in one sentence what does (%o)',
    async (env) => {
      await machine.isRoot(true)
      await machine.has('apt-get', `: >'${machine.root}/apt-get-ran'`)
      await machine.installs(`: >'${machine.root}/install-ran'`)
      await machine.remove('node_modules')
      expect(await machine.bootstrap({env})).toEqual({exitCode: 3, output: noServer})
      expect(await readdir(machine.root)).toEqual(['programs', 'redislab'])
      expect(await readdir(machine.folder)).not.toContain('node_modules')
    },
  )

  test('nor does it where there is no npm either', async () => {
    await machine.hasNot('npm')
    expect(await machine.bootstrap()).toEqual({exitCode: 3, output: noServer})
  })

  test.each([{args: ['install']}, {args: ['--yes']}, {env: {CI: 'true'}}, {env: {CI: '1'}}])(
    'it installs one on request (%o)',
    async (request) => {
      await machine.isRoot(true)
      await machine.has('apt-get', '')
      await machine.installs()
      const {exitCode, output} = await machine.bootstrap(request)
      expect(output).toContain('Installing a Redis server with apt-get')
      expect(exitCode).toBe(0)
    },
  )

  test.each(['apt-get', 'dnf', 'yum', 'apk', 'brew'])('it installs one with %s', async (manager) => {
    await machine.isRoot(true)
    await machine.has(manager, '')
    await machine.installs()
    const {exitCode, output} = await machine.bootstrap({args: ['install']})
    expect(output).toMatch(
      new RegExp(`^Installing a Redis server with ${manager}, since redislab runs real .* \\d+\\.\\d s\\n$`),
    )
    expect(exitCode).toBe(0)
  })

  test('it asks sudo when it is not root, and never for a password when nobody could type one', async () => {
    await machine.isRoot(false)
    await machine.has('apt-get', '')
    await machine.has('sudo', '[ "$1" = -n ] && shift && exec "$@"')
    await machine.installs()
    const {exitCode, output} = await machine.bootstrap({args: ['install']})
    expect(output).toContain('Installing a Redis server with sudo -n apt-get')
    expect(exitCode).toBe(0)
  })

  test('it leaves sudo out where brew does the work', async () => {
    await machine.isRoot(false)
    await machine.has('brew', '')
    await machine.has('sudo', 'exit 1')
    await machine.installs()
    expect((await machine.bootstrap({args: ['install']})).output).toContain('with brew, since')
  })

  test.each([
    {
      machineIs: 'has no package manager that is known',
      setUp: () => machine.isRoot(true),
      says: 'There is no Redis server here, and no apt-get, dnf, yum, apk or brew to install one.',
    },
    {
      machineIs: 'has neither root nor sudo',
      setUp: async () => {
        await machine.isRoot(false)
        await machine.has('apt-get', '')
      },
      says: 'There is no Redis server here, and apt-get can install one only for root.',
    },
    {
      machineIs: 'cannot reach the package',
      setUp: async () => {
        await machine.isRoot(true)
        await machine.has('apt-get', '')
        await machine.installs("echo 'E: Unable to locate package redis-server'; exit 100")
      },
      says: 'failed\nE: Unable to locate package redis-server\n✖ apt-get could not install a Redis server.',
    },
    {
      machineIs: 'installs something that is no server',
      setUp: async () => {
        await machine.isRoot(true)
        await machine.has('apk', '')
        await machine.installs('echo done')
      },
      says: 'failed\ndone\n✖ apk could not install a Redis server.',
    },
  ])('it says what to do when the machine $machineIs', async ({setUp, says}) => {
    await setUp()
    const {exitCode, output} = await machine.bootstrap({args: ['install']})
    expect(output).toContain(says)
    expect(output).toContain('Install redis-server or valkey-server, or name one in $REDISLAB_SERVERS')
    expect(exitCode).toBe(3)
  })
})

describe('the packages and the build', () => {
  beforeEach(() => machine.has('redis-server', ''))

  test('are made when they are missing, in this order', async () => {
    await machine.remove('node_modules')
    await machine.remove('dist')
    const {exitCode, output} = await machine.bootstrap()
    expect(output).toMatch(/^Installing the npm packages … \d+\.\d s\nBuilding … \d+\.\d s\n$/)
    expect(exitCode).toBe(0)
    expect(await machine.bootstrap()).toEqual({exitCode: 0, output: ''})
  })

  test('are made again when what they come from is newer', async () => {
    await machine.touch('package-lock.json')
    expect((await machine.bootstrap()).output).toMatch(/^Installing the npm packages .*\nBuilding .*\n$/)
    await machine.touch('src/core/errors/errors.ts')
    expect((await machine.bootstrap()).output).toMatch(/^Building .*\n$/)
    await machine.remove('src/core/errors/errors.ts')
    expect((await machine.bootstrap()).output).toMatch(/^Building .*\n$/)
    await machine.touch('assembly/index.ts')
    expect((await machine.bootstrap()).output).toMatch(/^Building .*\n$/)
  })

  test('say why when they fail, and leave no lock', async () => {
    await machine.has('npm', 'echo "error TS2304: Cannot find name"; exit 2')
    await machine.touch('src/core/errors/errors.ts')
    expect(await machine.bootstrap()).toEqual({
      exitCode: 1,
      output: 'Building … failed\nerror TS2304: Cannot find name\n✖ The build failed.\n',
    })
    expect(await readdir(machine.folder)).not.toContain('.bootstrap.lock')
  })
})

describe('two at the same time', () => {
  beforeEach(() => machine.has('redis-server', ''))

  test('build once', async () => {
    await machine.has('npm', 'sleep 1; mkdir -p dist bundle; : >oclif.manifest.json')
    await machine.remove('dist')
    const outputs = (await Promise.all([machine.bootstrap(), machine.bootstrap()])).map(({output}) => output)
    expect(outputs.filter((output) => output.startsWith('Building …'))).toHaveLength(1)
    expect(
      outputs.filter((output) => /^Waiting for another bootstrap, process \d+, to finish\n$/.test(output)),
    ).toHaveLength(1)
  })

  test('a lock whose holder is gone does not count', async () => {
    await symlink(String(await pidOfTheDead()), path.join(machine.folder, '.bootstrap.lock'))
    await machine.remove('dist')
    expect((await machine.bootstrap()).output).toMatch(/^Building .*\n$/)
    expect(await readdir(machine.folder)).not.toContain('.bootstrap.lock')
  })
})

describe('what it cannot work with', () => {
  beforeEach(() => machine.has('redis-server', ''))

  test('an old Node', async () => {
    await machine.has('node', 'case $1 in -e) exit 1 ;; *) echo 18.20.4 ;; esac')
    expect(await machine.bootstrap()).toEqual({
      exitCode: 3,
      output: '✖ This is Node 18.20.4. redislab needs 20.19 or later: https://nodejs.org\n',
    })
  })

  test('no npm', async () => {
    await machine.hasNot('npm')
    expect(await machine.bootstrap()).toEqual({
      exitCode: 3,
      output: '✖ There is no npm here. redislab needs Node 20.19 or later, with npm: https://nodejs.org\n',
    })
  })

  test('a word it does not know', async () => {
    expect(await machine.bootstrap({args: ['quickstrat']})).toEqual({
      exitCode: 2,
      output: '✖ bin/bootstrap knows only "install", "--yes" and "quickstart", not "quickstrat".\n',
    })
  })
})

interface Machine {
  readonly root: string
  /** The repository on it: bin, and empty files for the rest. */
  readonly folder: string
  /** Puts a program on the PATH: the lines of a shell script. */
  has(program: string, script: string): Promise<void>
  hasNot(program: string): Promise<void>
  isRoot(root: boolean): Promise<void>
  /** What installing does; a server is there afterwards unless told. */
  installs(script?: string): Promise<void>
  remove(file: string): Promise<void>
  touch(file: string): Promise<void>
  bootstrap(options?: {args?: string[]; env?: Record<string, string>}): Promise<Outcome>
}

interface Outcome {
  readonly exitCode: number | null
  readonly output: string
}

async function bareMachine(): Promise<Machine> {
  const root = await mkdtemp(path.join(tmpdir(), 'redislab-bootstrap-test-'))
  const folder = path.join(root, 'redislab')
  const programs = path.join(root, 'programs')
  await mkdir(programs)
  for (const tool of tools) await symlink(await locate(tool), path.join(programs, tool))
  await symlink(process.execPath, path.join(programs, 'node'))

  const has = async (program: string, script: string) => {
    await rm(path.join(programs, program), {force: true})
    await writeFile(path.join(programs, program), `#!${await locate('sh')}\n${script}\n`)
    await chmod(path.join(programs, program), 0o755)
  }
  // ci makes the packages, run build makes the build.
  await has(
    'npm',
    'if [ "$1" = ci ]; then mkdir -p node_modules; : >node_modules/.package-lock.json; else mkdir -p dist bundle; : >oclif.manifest.json; fi',
  )

  for (const name of ['src/core/errors', 'assembly', 'labs', 'tools', 'dist', 'bundle', 'node_modules'])
    await mkdir(path.join(folder, name), {recursive: true})
  await cp(path.join(repository, 'bin'), path.join(folder, 'bin'), {recursive: true})
  const sources = [
    'src/core/errors/errors.ts',
    'assembly/index.ts',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'tools/types.js',
    'rolldown.config.js',
  ]
  for (const file of sources) await writeFile(path.join(folder, file), '')
  for (const file of ['node_modules/.package-lock.json', 'oclif.manifest.json']) {
    await writeFile(path.join(folder, file), '')
  }

  return {
    root,
    folder,
    has,
    hasNot: (program) => rm(path.join(programs, program)),
    isRoot: (isRoot) => has('id', `echo ${isRoot ? 0 : 1000}`),
    installs: (script = `ln -s node '${programs}/redis-server'`) =>
      writeFile(path.join(folder, 'bin/bootstrap-server'), script),
    remove: (file) => rm(path.join(folder, file), {recursive: true}),
    touch: async (file) => {
      const now = new Date()
      await utimes(path.join(folder, file), now, now)
    },
    bootstrap: async ({args = [], env = {}} = {}) => {
      const child = spawn('sh', [path.join(folder, 'bin/bootstrap'), ...args], {
        env: {PATH: programs, TMPDIR: root, ...env},
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      const [output, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'close')])
      return {exitCode, output}
    },
  }
}

async function locate(tool: string): Promise<string> {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter)
  for (const folder of folders) {
    const file = path.join(folder, tool)
    if (existsSync(file)) return file
  }
  throw new Error(`There is no ${tool} on the PATH.`)
}

async function pidOfTheDead(): Promise<number | undefined> {
  const child = spawn('true')
  await once(child, 'close')
  return child.pid
}
