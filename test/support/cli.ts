import {spawn} from 'node:child_process'
import path from 'node:path'
import process from 'node:process'
import {judgeOutput} from './contract.ts'
import {withSecurity} from './security-under-test.ts'

const program = path.resolve(import.meta.dirname, '../../bin/run.js')

export interface CliResult {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  /** stdout as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it freely, and fail when it is not as they expect.
  readonly json: () => any
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Called with the pid once it runs: for signals. */
  readonly onStart?: (pid: number) => void
  readonly cwd?: string
}

/**
 * Runs the real `redislab` as a process of its own. What it writes for programs is held against the contract.
 *
 * @throws Error when its JSON is not as the contract says
 */
export async function runCli(words: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const args = withSecurity(words)
  const result = await spawnCli(args, options)
  const problems = await judgeOutput(args, result)
  if (problems.length === 0) return result
  throw new Error(`redislab ${args.join(' ')} is not as src/core/contract says:\n${problems.join('\n')}`)
}

function spawnCli(args: readonly string[], {env = {}, onStart, cwd}: CliOptions): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd,
      // oclif has warnings for developers, which no user sees.
      env: {...process.env, NODE_ENV: undefined, NO_COLOR: '1', FORCE_COLOR: undefined, ...env},
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({exitCode, stdout, stderr, json: () => JSON.parse(stdout)}))
    if (child.pid !== undefined) onStart?.(child.pid)
  })
}
