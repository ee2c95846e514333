// Hypothesis: whatever writes, changes or goes through the keys is refused; what reads is let through, in any case of letters.
import {describe, expect, it} from 'vitest'
import {isReadOnly} from './read-only-commands.ts'

describe('what may be sent to a deployment that runs elsewhere', () => {
  it.each([
    'INFO',
    'info replication',
    'ROLE',
    'CONFIG GET *',
    'config get maxmemory',
    'ACL LIST',
    'ACL LOG 10',
    'CLUSTER NODES',
    'SENTINEL MASTERS',
    'sentinel ckquorum mymaster',
    'SENTINEL CONFIG GET *',
    'SENTINEL DEBUG',
    'SLOWLOG GET 32',
  ])('%s', (command) => {
    expect(isReadOnly(command.split(' '))).toBe(true)
  })
  it.each([
    'KEYS *',
    'SCAN 0',
    'SET a b',
    'GET a',
    'DEL a',
    'CONFIG SET maxmemory 1',
    'CONFIG RESETSTAT',
    'CONFIG REWRITE',
    'ACL LOG RESET',
    'ACL SETUSER a',
    'ACL SAVE',
    'CLIENT KILL ID 3',
    'CLIENT PAUSE 10',
    'CLUSTER FAILOVER',
    'CLUSTER RESET',
    'SENTINEL FAILOVER mymaster',
    'SENTINEL RESET *',
    'SENTINEL SET mymaster quorum 1',
    'SENTINEL CONFIG SET a b',
    'SENTINEL DEBUG info-period 1',
    'sentinel debug ping-period',
    'SLOWLOG RESET',
    'LATENCY RESET',
    'DEBUG SLEEP 1',
    'SHUTDOWN',
    'REPLICAOF NO ONE',
    'MONITOR',
    'PUBLISH a b',
    'EVAL x 0',
    'MULTI',
    'constructor',
    '',
  ])('not %s', (command) => {
    expect(isReadOnly(command.split(' '))).toBe(false)
  })
})
