import {spawn} from 'node:child_process'
import path from 'node:path'
import process from 'node:process'
import {createInterface} from 'node:readline'

const program = path.resolve(import.meta.dirname, '../../bin/run.js')

export interface ServedPage extends AsyncDisposable {
  readonly url: string
  /** What it has printed so far. */
  readonly told: () => string
}

/** Runs a command that serves a page until it is disposed of, as Ctrl-C ends it. */
export async function servePage(
  home: string,
  words: readonly string[] = ['page'],
  {
    exitCode = 130,
    env = {},
  }: {readonly exitCode?: number; readonly env?: Readonly<Record<string, string>>} = {},
): Promise<ServedPage> {
  const child = spawn(process.execPath, [program, ...words], {
    env: {...process.env, REDISLAB_HOME: home, NODE_ENV: undefined, NO_COLOR: '1', ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let told = ''
  child.stdout.on('data', (text) => {
    told += text
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)))
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve)
    child.on('close', () => reject(new Error('redislab page ended')))
  })
  return {
    url,
    told: () => told,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGINT')
      const code = await ended
      if (code !== exitCode)
        throw new Error(`redislab ${words.join(' ')} ended with ${code}, not ${exitCode}`)
    },
  }
}
