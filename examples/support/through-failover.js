// Runs an example by `redislab exec`, kills its master while it writes, and lets it write again before it is ended.
import {spawn} from 'node:child_process'
import path from 'node:path'
import process from 'node:process'

const program = path.join(import.meta.dirname, '../../bin/run.js')
/** How long a failover and a client may take together. */
const patienceMs = 60_000

/**
 * @param command - the words of the example
 * @param mode - sentinel or cluster
 * @param env - for redislab
 * @param ports - more words for `exec`: where nobody else takes the port of the dead master
 * @returns what the example printed, its exit code, and its account of what came of its writes
 */
export async function runThroughFailover({command, mode, env, ports = []}) {
  const name = `example-${process.pid}-${Math.random().toString(36).slice(2, 8)}`
  const topology = mode === 'cluster' ? ['3m3r', '--cluster'] : ['1m2r3s']
  const words = [
    'exec',
    '--name',
    name,
    '--up',
    ...topology,
    '--password',
    'hush',
    ...ports,
    '--',
    ...command,
  ]
  const running = start(words, env)
  const deadline = setTimeout(() => running.child.kill('SIGKILL'), patienceMs)
  try {
    await running.says('writing')
    // Both are master of the key that the examples write to: BullMQ has names of its own for its keys.
    const target =
      mode === 'cluster' ? `key:${command.join().includes('bullmq') ? 'bull' : 'example'}` : 'master'
    const kill = start(['kill', target, '--name', name], env)
    if ((await kill.ended) !== 0) throw new Error(`The master could not be killed: ${kill.output()}`)
    await running.says('writing again')
    running.child.kill('SIGTERM')
    const exitCode = await running.ended
    const account = running.output().match(/^\{.*\}$/m)?.[0]
    return {exitCode, output: running.output(), account: account && JSON.parse(account)}
  } finally {
    clearTimeout(deadline)
    if (running.child.exitCode === null && running.child.signalCode === null) running.child.kill('SIGTERM')
    await running.ended
  }
}

function start(words, env) {
  const child = spawn(process.execPath, [program, ...words], {
    env: {...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const waiting = new Set()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text
      for (const look of waiting) look()
    })
  }
  const ended = new Promise((resolve) => child.on('close', resolve))
  return {
    child,
    ended,
    output: () => output,
    /** Resolves as soon as a line begins with this. */
    says: (beginning) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (new RegExp(`^${beginning}`, 'm').test(output)) resolve(undefined)
        }
        waiting.add(look)
        look()
        void ended.then((code) =>
          reject(new Error(`It ended with ${code} and never said "${beginning}": ${output}`)),
        )
      }),
  }
}
