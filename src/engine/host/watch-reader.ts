import {fstatSync} from 'node:fs'
import process from 'node:process'
import {withoutSecrets} from './without-secrets.ts'

/**
 * Tells when nobody reads a pipe any more, before anything is written to it: `logs --follow | head` shall end with
 * `head`, however silent the logs are. Node gives no sign of it, but GNU tail looks at its own output while it follows
 * a file. Where there is no pipe, or no such tail, nothing is told: the next write then fails.
 */
export async function watchReader(descriptor: number, onGone: () => void): Promise<Disposable> {
  if (process.platform !== 'linux' || !fstatSync(descriptor).isFIFO()) return {[Symbol.dispose]: () => {}}
  const {execa} = await import('execa')
  const tail = execa('tail', ['-f', '/dev/null'], {
    stdin: 'ignore',
    // Any descriptor works; execa's types name only the small ones above the standard streams.
    stdout: descriptor as 3,
    stderr: 'ignore',
    env: withoutSecrets,
    reject: false,
  })
  let isWatching = true
  void tail.then(({code}) => {
    if (isWatching && code !== 'ENOENT') onGone()
  })
  return {
    [Symbol.dispose]: () => {
      isWatching = false
      tail.kill()
    },
  }
}
