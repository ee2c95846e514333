// What is held here: every error of a connection that nobody expected can be told, whichever way the server is away.
import {once} from 'node:events'
import {createServer, type Socket} from 'node:net'
import process from 'node:process'
import {Connection} from '../../src/engine/redis/connection.ts'
import {describeNoAnswer} from '../../src/engine/redis/no-answer.ts'
import {startDeployment} from '../../src/index.ts'
import {describe, expect, test} from '../support/test.ts'

const failureOf = (promise: Promise<unknown>) => promise.then(String, (error: unknown) => error)

describe('a server that', () => {
  test('is frozen, and one that dies then', async ({home, port}) => {
    await using deployment = await startDeployment('1m', {home, port})
    const {pid} = await deployment.master()
    using connection = await Connection.open({host: '127.0.0.1', port, name: 'n1'}, {timeoutMs: 300})
    process.kill(pid as number, 'SIGSTOP')
    const frozen = await failureOf(connection.call('PING'))
    expect(describeNoAnswer(frozen)).toMatchObject({
      code: 'TIMED_OUT',
      exitCode: 5,
      message: `n1 (127.0.0.1:${port}) did not answer PING within 300 ms.`,
    })
    const waiting = failureOf(connection.call('PING'))
    process.kill(pid as number, 'SIGKILL')
    expect(describeNoAnswer(await waiting)).toMatchObject({
      code: 'WRONG_STATE',
      message: `n1 (127.0.0.1:${port}) cannot be asked: it closed the connection.`,
    })
    const refused = await failureOf(Connection.open({host: '127.0.0.1', port}))
    expect(describeNoAnswer(refused)).toMatchObject({
      message: `The server at 127.0.0.1:${port} cannot be asked: connection refused.`,
    })
  })

  test('replies an error has answered', async ({home, port}) => {
    await using _deployment = await startDeployment('1m', {home, port})
    using connection = await Connection.open({host: '127.0.0.1', port})
    expect(describeNoAnswer(await failureOf(connection.call('NO-SUCH-COMMAND')))).toBeUndefined()
    // Its words speak of time.
    const odd = connection.call('CONFIG', 'SET', 'timeout', 'timed out')
    expect(describeNoAnswer(await failureOf(odd))).toBeUndefined()
  })

  test('accepts a connection and says nothing to AUTH', async ({port}) => {
    const sockets = new Set<Socket>()
    const server = createServer((socket) => sockets.add(socket)).listen(port, '127.0.0.1')
    await once(server, 'listening')
    try {
      const silent = Connection.open({host: '127.0.0.1', port, password: 'secret'}, {timeoutMs: 200})
      const told = describeNoAnswer(await failureOf(silent))
      expect(told).toMatchObject({exitCode: 5})
      expect(JSON.stringify([told?.message, told?.details])).not.toContain('secret')
    } finally {
      for (const socket of sockets) socket.destroy()
      server.close()
    }
  })
})

test('what ioredis throws of a command names nobody', () => {
  expect(describeNoAnswer(new Error('Command timed out'))).toMatchObject({
    code: 'TIMED_OUT',
    message: 'A server did not answer a command in time.',
  })
  expect(describeNoAnswer(new TypeError('undefined is not a function'))).toBeUndefined()
})
