import {expect, it} from 'vitest'
import {messagesOf, readLogStrings, servers} from '../../../../test/support/log-strings.ts'
import {recogniseEvent} from './recognise.ts'

const strings = readLogStrings()

function unknownOf(server: string) {
  return strings
    .filter((string) => string.servers.includes(server))
    .flatMap(({file, format, writer}) => {
      const unknown = messagesOf(format).find((message) => recogniseEvent(message, writer) === undefined)
      return unknown === undefined ? [] : [`${file}: ${unknown}`]
    })
}

/** One format of 119 that Redis 2.4 has says nothing by which it could be known. */
const leastOf = (server: string) => (server === 'redis-2.4' ? 0.99 : 0.995)

it.each(servers)('the catalogue knows what %s logs at notice level and above', (server) => {
  const all = strings.filter((string) => string.servers.includes(server)).length
  const unknown = unknownOf(server)
  expect(all).toBeGreaterThan(100)
  expect(1 - unknown.length / all, unknown.join('\n')).toBeGreaterThanOrEqual(leastOf(server))
})
