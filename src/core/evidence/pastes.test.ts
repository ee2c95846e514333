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

test('klog without a file, and around a list of nodes', () => {
  const nodes = `${'a'.repeat(40)} 10.0.0.1:6379@16379 myself,master - 0 0 1 connected 0-16383`
  expect(
    understood(
      `I1010 23:52:10.109374  18:M Cluster state changed: fail\nI1010 23:52:10.109863  ${nodes}\n2025-04-09T13:33:39.382Z I0409 13:33:39.382448 *174] 19:M Cluster state changed: ok`,
    ),
  ).toMatchObject([
    {kind: 'log', pid: 18, letter: 'M'},
    {kind: 'cluster-node', node: {address: '10.0.0.1:6379'}},
    {kind: 'log', pid: 19, event: {kind: 'cluster-state-changed'}},
  ])
})

test('letters in place of the pid, and bold lines', () => {
  expect(
    understood(
      'FG:M 2026-01-12T09:43:18.330-05:00 * Background saving terminated with success\n**8:S 18 Oct 2021 16:49:21.572 # Connection with master lost.\n8:S 18 Oct 2021 16:49:22.572 # Connection with master lost.**',
    ),
  ).toMatchObject([
    {kind: 'log', pid: null, letter: 'M', mark: '*', message: 'Background saving terminated with success'},
    {kind: 'log', pid: 8, message: 'Connection with master lost.'},
    {kind: 'log', pid: 8, message: 'Connection with master lost.'},
  ])
})

test('a line without its day, and without any head', () => {
  expect(
    understood(
      '06:14:31.284 # Starting a failover election for epoch 6.\n* Connecting to PRIMARY 127.0.0.1:6379\nMASTER <-> REPLICA sync started',
    ),
  ).toMatchObject([
    {kind: 'log', at: null, mark: '#', message: 'Starting a failover election for epoch 6.'},
    {kind: 'log', at: null, pid: null, event: {kind: 'connecting-to-master'}},
    {kind: 'log', at: null, event: {kind: 'sync-started'}},
  ])
  expect(readText('notes.txt', '* Connecting the two machines took a while').facts).toEqual([])
})

test('the headings of tail in the output of a container, and a host alone', () => {
  const facts = understood(
    'lab_1  | ==> /var/log/n1.log <==\nlab_1  | 7:M 06 Sep 2020 11:18:28.548 # Cluster state changed: fail\nlab_1  |\nlab_1  | ==> /var/log/n2.log <==\nlab_1  | 8:S 06 Sep 2020 11:18:29.548 # Cluster state changed: fail',
  )
  expect(facts.map(({stream}) => stream)).toEqual(['paste.txt#n1', 'paste.txt#n2'])
  expect(understood('.13:\n9:M 06 Sep 2020 11:18:28.548 # Cluster state changed: fail')).toMatchObject([
    {stream: 'paste.txt#.13'},
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

test('an answer of a server that ends at once, with the time or the name of its container in front', () => {
  const [head, , line] = understood(
    "2017-03-10T08:04:40.670889692Z \n2017-03-10T08:04:40.670956539Z *** FATAL CONFIG FILE ERROR ***\n2017-03-10T08:04:40.671034308Z Reading the configuration file, at line 1058\nredis_1  | >>> 'slaveof  6379'",
  )
  expect(head).toMatchObject({kind: 'answer', text: '*** FATAL CONFIG FILE ERROR ***'})
  expect(line).toMatchObject({kind: 'answer', text: ">>> 'slaveof  6379'"})
})

test('a record of a container engine behind the time of a log viewer', () => {
  const [line] = understood(
    '2022-05-25T13:11:25+03:00\t{"log":"1:M 25 May 2022 10:11:25.541 # User requested shutdown...\\n","stream":"stdout"}',
  )
  expect(line).toMatchObject({
    message: 'User requested shutdown...',
    viewedAt: '2022-05-25T13:11:25+03:00',
    event: {kind: expect.any(String)},
  })
})

test('quoted replies of ROLE, each under a sentence that says whose it is, with the replicas of the master', () => {
  const facts = understood(
    'Pod 1 result of _redis-cli role_\n\n> \n> 1) "master"\n> 2) (integer) 104010\n> 3) 1) 1) "10.0.0.7"\n>       2) "6379"\n>       3) "103868"\n\nPod 2 result of _redis-cli role_\n> 1) "slave"\n> 2) "10.0.0.7"\n> 3) (integer) 6379\n> 4) "connected"\n> 5) (integer) 104010',
  )
  const infos = facts.flatMap((fact) =>
    fact.kind === 'info' ? [[fact.stream, Object.fromEntries(fact.fields)]] : [],
  )
  expect(infos).toEqual([
    [
      'paste.txt#pod-1',
      {
        role: 'master',
        master_repl_offset: '104010',
        slave0: 'ip=10.0.0.7,port=6379,state=online,offset=103868',
      },
    ],
    [
      'paste.txt#pod-2',
      expect.objectContaining({role: 'slave', master_host: '10.0.0.7', master_port: '6379'}),
    ],
  ])
})

test('bold words within a field of INFO', () => {
  const facts = understood(
    'sentinel_masters:1\n**master0:name=m,**status=sdown**,address=10.0.0.1:6379,slaves=0,sentinels=1**',
  )
  expect(facts[0]?.kind === 'info' && facts[0].fields.get('master0')).toBe(
    'name=m,status=sdown,address=10.0.0.1:6379,slaves=0,sentinels=1',
  )
})

test('a conf whose values a shell puts in says nothing of them', () => {
  expect(understood('sentinel monitor m $MASTER_HOST 6379 $SENTINEL_QUORUM\nport 26379')).toMatchObject([
    {kind: 'directive', name: 'port'},
  ])
})

test('a short line with the mark of its level, and a program by its path behind a prompt', () => {
  expect(understood('* MASTER MODE enabled\n# CONFIG REWRITE failed: Device or resource busy')).toHaveLength(
    2,
  )
  expect(understood('[root@n1 src]$ ./redis-cli -p 7001 cluster nodes')).toMatchObject([
    {kind: 'command', program: 'redis-cli', words: ['-p', '7001', 'cluster', 'nodes']},
  ])
})

test('settings that a person wrote down with an equals sign', () => {
  expect(
    understood('client-output-buffer-limit = replica 512mb 128mb 60\nrepl-backlog-size = 256mb'),
  ).toMatchObject([
    {kind: 'directive', name: 'client-output-buffer-limit', words: ['replica', '512mb', '128mb', '60']},
    {kind: 'directive', name: 'repl-backlog-size', words: ['256mb']},
  ])
})
