// What is held here: `npm run test:matrix` that is told to end takes down what it has started, keeps nothing of the server that
// it was at, and says so.
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {text} from 'node:stream/consumers'
import {eventually} from '../support/eventually.ts'
import {processesIn} from '../support/processes.ts'
import {expect, test} from '../support/test.ts'

const root = path.resolve(import.meta.dirname, '../..')
const written = ['docs/versions.md', 'test/matrix/results.jsonl'].map((file) => path.join(root, file))

test.runIf(process.platform === 'linux')(
  'SIGTERM to npm: nothing is left running, nothing is written, one sentence says so',
  async ({port}) => {
    const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'redislab-interrupted-')))
    const args = ['run', '-s', 'test:matrix', '--', 'redis', '--lab', 'failover']
    const env = {
      ...process.env,
      TMPDIR: folder,
      REDISLAB_PORT: String(port),
      REDISLAB_SENTINEL_PORT: String(port + 10),
    }
    const child = spawn('npm', args, {cwd: root, env, stdio: ['ignore', 'ignore', 'pipe']})
    try {
      const before = written.map((file) => readFileSync(file, 'utf8'))
      const [stderr, ended] = [text(child.stderr), once(child, 'exit')]
      await eventually(() => processesIn(folder).length, {
        withinMs: 50_000,
        message: 'no server was started',
        until: (running) => running >= 6,
      })
      child.kill('SIGTERM')
      // Its last process has closed what it writes to.
      const last = (await stderr).trim().split('\n').at(-1)
      expect(processesIn(folder)).toEqual([])
      expect(last).toMatch(/^Interrupted by SIGTERM\. Nothing is left running\./)
      expect((await ended)[0]).toBe(143)
      expect(readdirSync(folder).filter((name) => name.startsWith('redislab-matrix-'))).toEqual([])
      expect(written.map((file) => readFileSync(file, 'utf8'))).toEqual(before)
    } finally {
      child.kill('SIGKILL')
      for (const {pid} of processesIn(folder)) process.kill(pid, 'SIGKILL')
      rmSync(folder, {recursive: true, force: true, maxRetries: 5})
    }
  },
)
