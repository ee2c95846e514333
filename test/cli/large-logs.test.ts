// What is held here: logs and timeline need the same memory however long the logs are, and read all of them.
import {spawn, spawnSync} from 'node:child_process'
import {once} from 'node:events'
import {closeSync, mkdirSync, openSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {placeRecordedDeployment} from '../support/recorded-deployment.ts'
import {expect, test} from '../support/test.ts'

const root = path.resolve(import.meta.dirname, '../..')
/** Of the heap. What is not freed at once would fill it many times over. */
const heapMb = 64

/** Runs redislab in a small heap, with its output in a file. */
async function runInSmallHeap(home: string, ...args: readonly string[]): Promise<string> {
  const file = path.join(home, '.output')
  const output = openSync(file, 'w')
  const child = spawn(process.execPath, [path.join(root, 'bin/run.js'), ...args], {
    env: {
      ...process.env,
      REDISLAB_HOME: home,
      NO_COLOR: '1',
      NODE_OPTIONS: `--max-old-space-size=${heapMb}`,
    },
    stdio: ['ignore', output, 'pipe'],
  })
  let stderr = ''
  child.stderr?.on('data', (text) => {
    stderr += text
  })
  const [exitCode] = await once(child, 'close')
  closeSync(output)
  expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''})
  return file
}

function countLines(file: string): number {
  const bytes = readFileSync(file)
  let lines = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1
  return lines
}

test('150 MB of logs are read in a small heap, to the last line', {timeout: 240_000}, async ({home}) => {
  spawnSync(process.execPath, [path.join(root, 'bench/support/make-logs.js'), home, '150'])
  const directory = path.join(home, 'default')
  const logs = readdirSync(directory)
    .filter((name) => /^[ns]\d$/.test(name))
    .map((name) => path.join(directory, name, name.startsWith('n') ? 'redis.log' : 'sentinel.log'))
  expect(logs.reduce((sum, file) => sum + statSync(file).size, 0)).toBeGreaterThan(150e6)
  const written = logs.reduce((sum, file) => sum + countLines(file), 0)
  expect(countLines(await runInSmallHeap(home, 'logs'))).toBe(written)

  const timeline = readFileSync(await runInSmallHeap(home, 'timeline'), 'utf8')
  const hours = readFileSync(path.join(directory, 'journal.jsonl'), 'utf8').match(/"kill"/g)?.length ?? 0
  expect(hours).toBeGreaterThan(100)
  expect(timeline.match(/━━ n\d killed/g)).toHaveLength(hours)
  expect(timeline.match(/\+switch-master/g)).toHaveLength(3 * hours)
  expect(timeline.match(/n\d ↻ .*Connection refused × 300, one a second/g)).toHaveLength(hours)
  expect(timeline).toMatch(/^ +\d{6,} routine lines left out/m)

  const {failovers} = JSON.parse(readFileSync(await runInSmallHeap(home, 'timeline', '--json'), 'utf8'))
  expect(failovers).toHaveLength(Math.min(200, hours))
  expect(failovers.every(({outcome}: {outcome: string}) => outcome === 'failed-over')).toBe(true)
})

test('a loop that never ends is one line, in a small heap', {timeout: 120_000}, async ({home}) => {
  placeRecordedDeployment(home, 'no-sentinels')
  const log = path.join(home, 'no-sentinels', 'n2', 'redis.log')
  mkdirSync(path.dirname(log), {recursive: true})
  const start = Date.parse('2026-11-23T00:00:00Z')
  const times = 400_000
  const round = (index: number) => {
    const [date, clock] = new Date(start + index * 1000).toISOString().slice(0, -1).split('T')
    const stamp = `1649:S ${date?.slice(8)} ${date?.slice(5, 7) === '11' ? 'Nov' : 'Dec'} 2026 ${clock}`
    return `${stamp} * Connecting to MASTER 127.0.0.1:31040\n${stamp} * MASTER <-> REPLICA sync started\n${stamp} # Error condition on socket for SYNC: Connection refused\n`
  }
  writeFileSync(log, Array.from({length: times}, (_, index) => round(index)).join(''))
  const timeline = readFileSync(await runInSmallHeap(home, 'timeline', '--name', 'no-sentinels'), 'utf8')
  expect(timeline).toContain(`Connection refused × ${times}, one a second\n`)
  expect(timeline.split('\n').length).toBeLessThan(100)
})

test('where the address space is limited, one sentence says so, and how logs are read there', ({home}) => {
  placeRecordedDeployment(home, 'killed')
  const run = (command: string, {limit = '', options = ''} = {}) =>
    spawnSync(
      'sh',
      ['-c', `${limit}exec "$0" "$@"`, process.execPath, path.join(root, 'bin/run.js'), command],
      {
        env: {
          ...process.env,
          REDISLAB_HOME: home,
          REDISLAB_NAME: 'killed',
          NO_COLOR: '1',
          NODE_OPTIONS: options,
        },
        encoding: 'utf8',
      },
    )
  // WebAssembly reserves some 10 GB for each of its memories.
  const limit = 'ulimit -v 5000000 && '
  for (const command of ['logs', 'timeline']) {
    const refused = run(command, {limit})
    expect({command, status: refused.status, stdout: refused.stdout}).toEqual({
      command,
      status: 3,
      stdout: '',
    })
    expect(refused.stderr).toBe(`\
✖ Logs cannot be read: this process may not reserve the address space for it (ulimit -v).
  → Raise the limit: ulimit -v unlimited
  → Or have Node.js reserve less: export NODE_OPTIONS=--disable-wasm-trap-handler
`)
    const {status, stdout, stderr} = run(command, {limit, options: '--disable-wasm-trap-handler'})
    expect({command, status, stderr}).toEqual({command, status: 0, stderr: ''})
    expect(stdout).toBe(run(command).stdout)
    expect(stdout.split('\n').length).toBeGreaterThan(30)
  }
})
