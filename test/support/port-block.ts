import net from 'node:net'
import process from 'node:process'

/** Ports for tests: a block for each worker, 10 000 to 15 999. */
export const blocks = {first: 10_000, count: 12, ports: 500}

let claimed: Promise<number> | undefined

/**
 * The first port of a block that is this process's own, whoever else runs tests on this machine: it listens at the last
 * port of it for as long as it lives.
 */
export function claimBlock(): Promise<number> {
  claimed ??= claim()
  return claimed
}

async function claim(): Promise<number> {
  for (let tried = 0; tried < blocks.count; tried += 1) {
    // Not all begin at the same one.
    const block = (process.pid + tried) % blocks.count
    const first = blocks.first + block * blocks.ports
    if (await holdPort(first + blocks.ports - 1)) return first
  }
  throw new Error('All blocks of ports are taken by tests that run at the same time.')
}

function holdPort(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(false))
    server.listen({port, host: '127.0.0.1', exclusive: true}, () => {
      server.unref()
      resolve(true)
    })
  })
}
