import {describe, expect, test} from 'vitest'
import {diagnoseTexts} from '../../../test/support/diagnosis/diagnose-texts.ts'
import {
  at,
  id,
  master,
  others,
  replica,
  sentinelConf,
  soundNodes,
} from '../../../test/support/diagnosis/lines.ts'

// Hypothesis: where the evidence shows nothing wrong, or leaves it open, nothing is said, or it is said to be open.
describe('is not said', () => {
  const titles = (files: Readonly<Record<string, string>>) =>
    diagnoseTexts(files)
      .findings.map(({severity, certainty, title, why}) => `${severity} ${certainty} ${title} ${why}`)
      .join('\n')

  test('a number of sentinels that nothing shows', () => {
    const log = `${at('40.100', 'X')} # Sentinel ID is ${id('1')}\n${at('40.101', 'X')} # +monitor master mymaster 10.0.0.1 6379 quorum 2`
    expect(titles({'s1.log': log})).toBe('')
  })

  test('that replicas have one address, where addresses were masked before they were shown', () => {
    const info = (address: string) => ({
      'info.txt': `# Replication\nrole:master\nconnected_slaves:2\nslave0:ip=${address},port=6379,state=online,offset=14,lag=0\nslave1:ip=${address},port=6379,state=online,offset=14,lag=0`,
    })
    expect(titles(info('10.0.0.2'))).toContain('2 replicas have one address')
    for (const masked of ['xxx.xxx.xxx.xxx', '10.0.*.*', 'X.X.X.X'])
      expect(titles(info(masked))).not.toContain('one address')
  })

  test('a node that is cut off, by the nodes.conf of one that has just started', () => {
    const lines = [1, 2, 3].map(
      (n) =>
        `${id(String(n))} 10.0.0.${n}:7001@17001 ${n === 1 ? 'myself,master - 0 0 1 connected' : `master - 0 0 ${n} disconnected`} ${(n - 1) * 5461}-${n === 3 ? 16383 : n * 5461 - 1}`,
    )
    expect(
      titles({'nodes.conf': `${lines.join('\n')}\nvars currentEpoch 3 lastVoteEpoch 0\n`}),
    ).not.toContain('reaches none')
  })

  test('fewer sentinels than conf and log name together, or a stale entry as a living one', () => {
    const conf = sentinelConf(`sentinel known-sentinel mymaster 10.0.0.2 26379 ${id('2')}`)
    const log = [3, 2]
      .map(
        (n) =>
          `${at('41.100', 'X')} * +sentinel sentinel ${id(String(n))} 10.0.0.${n} 26379 @ mymaster 10.0.0.1 6379`,
      )
      .join('\n')
    expect(
      titles({
        's1.conf': conf,
        's1.log': `${at('40.100', 'X')} # +monitor master mymaster 10.0.0.1 6379 quorum 2\n${log}`,
      }),
    ).toBe('')
    expect(
      titles({'s1.conf': sentinelConf(`${others}sentinel known-sentinel mymaster 10.0.0.4 0 ${id('4')}`)}),
    ).not.toMatch(/^mymaster has 4 sentinels|4 sentinels survive/)
  })

  test('that sentinels are down which say hello from another address since', () => {
    const down = (n: number, second: string) =>
      `${at(second, 'X')} # +sdown sentinel ${id(String(n))} 10.1.0.${n} 26379 @ mymaster 10.1.0.1 6379`
    const moved = (n: number, second: string) =>
      `${at(second, 'X')} # +sentinel-address-switch master mymaster 10.1.0.1 6379 ip 10.1.0.${n}${n} port 26379 for ${id(String(n))}`
    const log = (...lines: readonly string[]) => ({'s1.log': lines.join('\n')})
    const lost = /other sentinels are down|is left of mymaster/
    expect(titles(log(down(3, '10.000'), down(4, '11.000')))).toMatch(lost)
    expect(
      titles(log(down(3, '10.000'), moved(3, '12.000'), down(4, '13.000'), moved(4, '14.000'))),
    ).not.toMatch(lost)
    expect(titles(log(down(3, '10.000'), moved(3, '12.000'), down(4, '13.000')))).not.toMatch(lost)
    const again = (n: number, second: string) => down(n, second).replace(`10.1.0.${n} `, `10.1.0.${n}${n} `)
    expect(titles(log(down(3, '10.000'), moved(3, '12.000'), down(4, '13.000'), again(3, '15.000')))).toMatch(
      /2 other sentinels are down for s1; .* 1 of 3/,
    )
    const start = [
      `${at('01.000', 'X')} # +monitor master mymaster 10.1.0.1 6379 quorum 2`,
      ...[3, 4].map(
        (n) =>
          `${at('02.000', 'X')} * +sentinel sentinel ${id(String(n))} 10.1.0.${n} 26379 @ mymaster 10.1.0.1 6379`,
      ),
    ]
    expect(titles(log(...start, down(3, '10.000'), down(4, '11.000')))).toMatch(lost)
    expect(
      titles(log(...start, down(3, '20.000'), moved(3, '22.000'), down(4, '23.000'), moved(4, '24.000'))),
    ).not.toMatch(lost)
  })

  test('that a missing tls-replication broke what another server failed at, or what worked later', () => {
    const confs = {
      'a.conf': 'port 0\ntls-port 6379',
      'b.conf': 'port 0\ntls-port 6380\nreplicaof 10.0.0.1 6379',
    }
    const broken = `${at('10.000', 'S')} # Failed to read response from the server: Connection reset by peer`
    const synced = `${at('12.000', 'S')} * MASTER <-> REPLICA sync: Finished with success`
    const tls = /^cause certain a and b have no tls-replication/m
    expect(titles({...confs, 'b.log': broken})).toMatch(tls)
    expect(titles({...confs, 'other.log': broken})).not.toMatch(tls)
    expect(titles({...confs, 'b.log': `${broken}\n${synced}`})).not.toMatch(tls)
    expect(titles({...confs, 'b.log': `${broken}\n${synced}`})).toMatch(
      /^risk certain a and b have no tls-repl/m,
    )
  })

  test('that a stranger at the bus port is no node, or that a master without slots was promoted', () => {
    const strange = `${at('40.100')} # Bad message length or signature received on the Cluster bus from 10.0.0.9:37150`
    expect(titles({'n1.log': strange})).toMatch(/^note certain Something that does not speak as the nodes/)
    expect(titles({'n1.log': strange})).not.toMatch(/that is no node/)
    const nodes = soundNodes
      .replace(
        / master - 0 1700000000000 2 connected 5461-10922/,
        ' master,fail - 0 1700000000000 2 connected 5461-10922',
      )
      .concat(`\n${master('9', 6385, 7, '')}`)
    const said = titles({'nodes.txt': nodes})
    expect(said).toContain('it may have been promoted')
    expect(said).not.toMatch(/was promoted|says so itself/)
  })

  const attempt = (end: string, votes: string) =>
    [
      `${at('40.000', 'X')} # +odown master mymaster 10.0.0.1 6379 #quorum ${votes}`,
      `${at('40.001', 'X')} # +new-epoch 7`,
      `${at('40.002', 'X')} # +try-failover master mymaster 10.0.0.1 6379`,
      `${at('40.003', 'X')} # +vote-for-leader ${id('1')} 7`,
      `${at('40.010', 'X')} # ${id('2')} voted for ${id('1')} 7`,
      end,
    ].join('\n')
  const abort = `${at('50.100', 'X')} # -failover-abort-not-elected master mymaster 10.0.0.1 6379`

  test.each([
    {why: 'the quorum asks for more votes', log: attempt(abort, '4/4')},
    {why: 'a newer epoch began', log: attempt(`${at('41.000', 'X')} # +new-epoch 8\n${abort}`, '2/2')},
  ])('that a majority is missing, as certain, when $why', ({log}) => {
    expect(titles({'s1.log': log})).toMatch(/^cause possible 2 votes of epoch 7 .* was not enough/)
  })

  test('anything about votes that came after the end, or an end that came at once', () => {
    const late = `${at('40.004', 'X')} # -failover-abort-not-elected master mymaster 10.0.0.1 6379\n${at('40.010', 'X')} # ${id('2')} voted for ${id('1')} 7`
    const log = attempt(late, '2/2').replace(`${at('40.010', 'X')} # ${id('2')} voted for ${id('1')} 7\n`, '')
    expect(titles({'s1.log': log})).toBe('')
  })

  test('that slots have no owner, by a node that has not met all others', () => {
    const nodes = `${master('a', 6379, 1, '0-5460', 'myself,master')}\n${id('b')} 10.0.0.2:6380@16380 handshake - 0 0 0 disconnected`
    const said = titles({'nodes.txt': nodes})
    expect(said).toContain('has not joined')
    expect(said).not.toMatch(/no owner|no living member/)
  })

  test('which machine a node at :0 is on', () => {
    const nodes = soundNodes.replace('10.0.0.1:6379@16379', ':0@0').replace('10.0.0.2:6380', '10.0.0.3:6380')
    expect(titles({'nodes.txt': nodes})).toBe('')
  })

  test('that equal epochs stay, while the links are up', () => {
    expect(titles({'nodes.txt': soundNodes.replace(' 2 connected 5461', ' 1 connected 5461')})).toMatch(
      /^risk likely .*This is the view of 10\.0\.0\.1:6379 alone.*within seconds/,
    )
  })

  test('that names are not resolved, of a sentinel that monitors one', () => {
    const conf = 'port 26379\ndir /tmp\nsentinel monitor mymaster redis-0.example 6379 2'
    const log = `${at('40.100', 'X')} # +monitor master mymaster redis-0.example 6379 quorum 2`
    expect(titles({'sentinel.conf': conf, 'sentinel.log': log})).toBe('')
    expect(titles({'sentinel.conf': conf, 'versions.txt': 'sentinel: 5.0.5'})).toBe('')
  })

  test('that a panic on purpose is a bug, or a limit a lack of memory', () => {
    const panic = `${at('40.100', 'S')} # === REDIS BUG REPORT START\n${at('40.101', 'S')} # Guru Meditation: Replica was unable to write command to disk. #replication.c:1234`
    expect(titles({'n2.log': panic})).toMatch(/ended itself/)
    const fork = `${at('40.100')} # Can't save in background: fork: Resource temporarily unavailable`
    expect(titles({'n1.log': fork})).toMatch(/a limit on processes was reached/)
  })

  test('that servers on one host follow each other, when each announces that host', () => {
    const conf = (port: number) => `port ${port}\nreplica-announce-ip 10.0.0.1\n`
    const files = {
      'n1.conf': conf(6379),
      'n2.conf': `${conf(6380)}replicaof 10.0.0.1 6379`,
      'n3.conf': `${conf(6381)}replicaof 10.0.0.1 6379`,
    }
    expect(titles(files)).toBe('')
    expect(titles({...files, 'n1.conf': `${conf(6379)}replicaof 10.0.0.1 6380`})).toMatch(
      /n1 and n2 replicate from each other/,
    )
  })

  test('what an open slot holds, when only one side is open', () => {
    const check =
      '[WARNING] Node 10.0.0.1:6379 has slots in importing state (7).\n[WARNING] The following slots are open: 7'
    expect(titles({'check.txt': check})).toMatch(/Only one side is open/)
  })

  test('that slots or masters are missing, by a list that was pasted in part', () => {
    const nodes = [master('a', 6379, 1, '0-5460', 'myself,master'), replica('e', 6383, 'b')].join('\n')
    expect(titles({'nodes.txt': nodes})).toBe('')
  })

  test('that a sentinel is alone, by one that never heard of its master', () => {
    const reply =
      'name\nmymaster\nip\n10.0.0.1\nport\n6379\nrunid\n\nflags\nmaster\ninfo-refresh\n0\nnum-slaves\n0\nnum-other-sentinels\n0\nquorum\n2'
    expect(titles({'master.txt': reply})).toBe('')
  })

  test('that no failover begins, of a master that no sentinel here has as its own', () => {
    const loads = `# Server\nrole:master\nmaster_replid:${id('a')}\nloading:1\nloading_eta_seconds:95`
    const alone = titles({'n1.txt': loads})
    expect(alone).toMatch(/^note certain n1, a master, loads/)
    expect(alone).toContain('Nothing here says that sentinels have it')
    expect(alone).not.toContain('SENTINEL FAILOVER')
    const asked = '# redislab asked the server 10.0.0.9:6379 at 2026-01-01T00:00:00.000Z'
    expect(titles({'n1.txt': `${asked}\n${loads}`, 's1.conf': sentinelConf(others)})).toMatch(
      /^note certain n1, a master, loads/m,
    )
    const inCluster = diagnoseTexts({'n1.txt': `${loads}\ncluster_enabled:1`}).findings
    expect(inCluster[0]).toMatchObject({id: 'master-loads', certainty: 'likely'})
    expect(inCluster[0]?.fix[0]).toContain('FORCE')
  })

  const cut = (replica: string, second: string) =>
    `${at(second)} # Disconnecting timedout replica (streaming sync): ${replica}`
  const inStep = (replica: string, second: string) =>
    `${at(second)} * Synchronization with replica ${replica} succeeded`

  test('that a replica has hardly said a word, where it worked for long or where that was another one', () => {
    const [one, two] = ['10.0.0.2:6379', '10.0.0.3:6379']
    const conf = {'n1.conf': 'repl-timeout 20'}
    expect(titles({...conf, 'n1.log': `${inStep(one, '10.000')}\n${cut(one, '31.000')}`})).toContain(
      '10.0.0.2:6379 was given up 21 s after its copy had been sent',
    )
    expect(titles({...conf, 'n1.log': `${inStep(two, '10.000')}\n${cut(one, '31.000')}`})).not.toContain(
      'hardly said a word',
    )
    expect(titles({...conf, 'n1.log': `${inStep(one, '10.000')}\n${cut(one, '59.000')}`})).not.toContain(
      'hardly said a word',
    )
  })

  test('that sentinels which worked for a while were never reached', () => {
    const found = (n: number) =>
      `${at('10.500', 'X')} * +sentinel sentinel ${id(String(n))} 10.0.0.${n} 26379 @ mymaster 10.0.0.1 6379`
    const lost = (n: number, second: string) =>
      `${at(second, 'X')} # +sdown sentinel ${id(String(n))} 10.0.0.${n} 26379 @ mymaster 10.0.0.1 6379`
    const log = (second: string) =>
      [
        `${at('10.000', 'X')} # +monitor master mymaster 10.0.0.1 6379 quorum 2`,
        found(2),
        found(3),
        lost(2, second),
        lost(3, second),
      ].join('\n')
    const conf = sentinelConf('sentinel down-after-milliseconds mymaster 5000')
    expect(titles({'s1.conf': conf, 's1.log': log('15.600')})).toContain('never as up')
    expect(titles({'s1.conf': conf, 's1.log': log('50.600')})).not.toMatch(/never as up|firewall/)
    expect(titles({'s1.log': log('50.600')})).toContain('40 s after it was found. If that is about')
  })

  test('how much was written, by offsets at which replicas had stopped', () => {
    const asks = (second: string, replica: string, offset: number) =>
      `${at(second)} * Unable to partial resync with replica ${replica} for lack of backlog (Replica request was: ${offset}).`
    const log = `${asks('10.000', '10.0.0.2:6379', 1000)}\n${asks('12.000', '10.0.0.3:6379', 9_000_001_000)}`
    expect(titles({'n1.log': log})).not.toContain('bytes were written')
  })

  test('that a server certainly stood still, where its child may have ended late', () => {
    const log = `${at('10.000')} * Background saving started by pid 2\n2:C 10 Nov 2024 03:52:11.000 * DB saved on disk\n${at('41.500')} * Background saving terminated with success`
    expect(titles({'n1.log': log})).toMatch(/^cause likely n1 probably stood still/m)
    expect(titles({'n1.log': `${log}\n${at('41.600')} # Cluster state changed: fail`})).toMatch(
      /^cause certain n1 stood still/m,
    )
  })

  test('that masters are down, where a list of their own is here', () => {
    const nodes = (viewer: string, missed: readonly string[]) =>
      ['a', 'b', 'c']
        .map((digit, index) => {
          const mark = digit === viewer ? 'myself,' : ''
          const state = missed.includes(digit) ? ',fail?' : ''
          const slots = ['0-5460', '5461-10922', '10923-16383'][index] ?? ''
          return master(digit, 6379 + index, index + 1, slots, `${mark}master${state}`)
        })
        .concat(replica('d', 6382, 'a'))
        .join('\n')
    expect(titles({'a.txt': nodes('a', ['b', 'c']), 'b.txt': nodes('b', ['a'])})).toMatch(
      /cause likely As 10\.0\.0\.1:6379 sees it, .*A list by 10\.0\.0\.2:6380 is here, too: .*only cut off/,
    )
  })
})
