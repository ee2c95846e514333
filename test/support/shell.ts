import {spawn} from 'node:child_process'
import path from 'node:path'
import process from 'node:process'

const program = path.resolve(import.meta.dirname, '../../bin/run.js')

export interface ShellResult {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface ShellOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
  /** What the script has on standard input. @default nothing */
  readonly input?: string
  /** Words for `$1`, `$2` … */
  readonly args?: readonly string[]
}

/** Runs a script in bash, in which `redislab` is the real program. */
export function runShell(
  script: string,
  {env = {}, cwd, input = '', args = []}: ShellOptions = {},
): Promise<ShellResult> {
  const redislab = `redislab() { "$REDISLAB_NODE" "$REDISLAB_PROGRAM" "$@"; }\nexport -f redislab\n`
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/bash', ['-c', redislab + script, 'bash', ...args], {
      cwd,
      env: {
        ...process.env,
        NODE_ENV: undefined,
        NO_COLOR: '1',
        FORCE_COLOR: undefined,
        REDISLAB_NODE: process.execPath,
        REDISLAB_PROGRAM: program,
        ...env,
      },
      stdio: 'pipe',
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
    child.on('close', (exitCode) => resolve({exitCode, stdout, stderr}))
    // A script that reads nothing ends before its input is written.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}
