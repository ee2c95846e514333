import {expect, test} from 'vitest'
import {readText} from './read-text.ts'

// Hypothesis: what people paste is read although half of its form is lost: the space behind a prompt, the line that a terminal
// broke, an empty value, the name of a pod alone.

const understood = (text: string) => {
  const {facts, unread} = readText('paste.txt', text)
  expect(unread).toEqual([])
  return facts
}

test('a mark that was escaped', () => {
  expect(
    understood('[12] 02 Aug 22:52:46.371 \\* +slave slave 10.0.0.2:6379 10.0.0.2 6379 @ m 10.0.0.1 6379'),
  ).toMatchObject([{kind: 'log', mark: '*', event: {kind: '+slave'}}])
})

test('klog in front of what a server wrote', () => {
  const line = (rest: string) => `I0521 10:06:33.585597       1 *174] ${rest}`
  expect(
    understood(
      `${line('17:S Cluster state changed: fail')}\n${line('22:signal-handler (171) Received SIGTERM scheduling shutdown...')}`,
    ),
  ).toMatchObject([
    {kind: 'log', pid: 17, letter: 'S', hasYear: false, event: {kind: 'cluster-state-changed'}},
    {kind: 'log', pid: 22, letter: null},
  ])
})

test('a line that was broken in two', () => {
  const facts = understood(
    '1:C 18 Apr 2019 08:18:52.007 # Redis version=4.0.9, bits=64, commit=00000000, modified=0, \npid=1, just started',
  )
  expect(facts).toHaveLength(1)
  expect(facts[0]).toMatchObject({
    event: {kind: expect.any(String)},
    message: expect.stringContaining('pid=1, just started'),
  })
})

test('a reply without numbers, with an empty id and half a prompt', () => {
  const facts = understood(
    '>SENTINEL MASTER m\nname\nm\nip\n10.0.0.1\nport\n6379\nrunid\n\nflags\ns_down,master\nquorum\n2\n> info replication\nrole:master',
  )
  const row = facts.find(({kind}) => kind === 'sentinel-row')
  expect(row?.kind === 'sentinel-row' && Object.fromEntries(row.fields)).toEqual({
    name: 'm',
    ip: '10.0.0.1',
    port: '6379',
    flags: 's_down,master',
    quorum: '2',
  })
  expect(facts.find(({kind}) => kind === 'info')).toBeDefined()
})

test('an option of a conf is no command', () => {
  expect(understood('sentinel failover-timeout m 900000')).toMatchObject([{kind: 'directive'}])
})

test('ROLE of each pod, and which address each has', () => {
  const facts = understood(
    'NAME      READY   STATUS    RESTARTS      AGE   IP         NODE\nredis-0   2/2     Running   1 (33s ago)   15h   10.0.0.9   node-a\n\nredis-0\nmaster\n126\n\nredis-1\nslave\n10.0.0.2\n6379\nconnecting\n-1',
  )
  expect(facts[0]).toMatchObject({kind: 'naming', name: 'redis-0', host: '10.0.0.9'})
  expect(
    facts.flatMap((fact) => (fact.kind === 'info' ? [[fact.stream, Object.fromEntries(fact.fields)]] : [])),
  ).toEqual([
    ['paste.txt#redis-0', {role: 'master', master_repl_offset: '126'}],
    [
      'paste.txt#redis-1',
      {
        role: 'slave',
        master_host: '10.0.0.2',
        master_port: '6379',
        master_link_status: 'down',
        slave_repl_offset: '-1',
      },
    ],
  ])
})
