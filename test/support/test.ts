import {mkdtempSync, readdirSync, realpathSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {test as base, expect} from 'vitest'
import {takeDown} from '../../src/engine/deployment/take-down-named.ts'
import {type CliOptions, type CliResult, runCli} from './cli.ts'
import {blocks, claimBlock} from './port-block.ts'
import {processesIn} from './processes.ts'
import {recordShare} from './recognised-share.ts'

/** Nodes of a cluster: 16 000 to 21 999, and their bus 10 000 higher, below the range that the system hands out. */
const clusterOffset = blocks.count * blocks.ports
const portsPerTest = 20
let testsSoFar = 0

export interface RedislabOptions extends CliOptions {
  /** Words that hold blanks, in place of the text. */
  readonly args?: readonly string[]
}

export interface Fixtures {
  /** A state folder of this test's own. Whatever runs in it when the test ends is taken down. */
  readonly home: string
  /** The first of 20 ports that no other test uses. */
  readonly port: number
  /** The first of 20 ports for the nodes of a cluster. */
  readonly clusterPort: number
  /** Runs `redislab` with this test's state folder and ports. */
  readonly redislab: (args: string, options?: RedislabOptions) => Promise<CliResult>
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern.
  home: async ({}, use) => {
    const home = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'redislab-test-')))
    try {
      await use(home)
    } finally {
      recordShare(home)
      await takeDown({home, name: undefined, keep: false})
      const left = processesIn(home)
      for (const {pid} of left) process.kill(pid, 'SIGKILL')
      rmSync(home, {recursive: true, force: true, maxRetries: 5})
      expect(left, 'processes left after everything was taken down').toEqual([])
    }
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  port: async ({}, use) => {
    const first = await claimBlock()
    testsSoFar += 1
    await use(first + ((testsSoFar * portsPerTest) % (blocks.ports - portsPerTest)))
  },
  clusterPort: async ({port}, use) => {
    await use(port + clusterOffset)
  },
  redislab: async ({home, port}, use) => {
    const own = {REDISLAB_HOME: home, REDISLAB_PORT: String(port), REDISLAB_SENTINEL_PORT: String(port + 10)}
    await use((args, options = {}) =>
      runCli(options.args ?? args.split(' ').filter(Boolean), {...options, env: {...own, ...options.env}}),
    )
  },
})

/** Asserts that nothing of a state folder is left: no deployment, no process. */
export function expectNothingLeft(home: string): void {
  expect(processesIn(home), 'processes').toEqual([])
  expect(
    readdirSync(home).filter((name) => !name.startsWith('.')),
    'folders',
  ).toEqual([])
}

export {describe, expect} from 'vitest'
