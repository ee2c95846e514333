import {at, id, others, sentinelConf} from './lines.ts'
import type {Sample} from './sample.ts'

const found = (n: string) =>
  `${at('40.000', 'X')} * +slave slave 10.0.0.${n}:6379 10.0.0.${n} 6379 @ mymaster 10.0.0.1 6379`
const lost = (n: string) =>
  `${at('45.000', 'X')} # +sdown slave 10.0.0.${n}:6379 10.0.0.${n} 6379 @ mymaster 10.0.0.1 6379`
/** A row of a reply of a sentinel, as redis-cli prints it into a pipe. */
const row = (fields: Readonly<Record<string, string | number>>) => Object.entries(fields).flat().join('\n')
const seen = (flags: string, ok: number) =>
  row({
    name: id('2'),
    ip: '10.0.0.2',
    port: 26379,
    runid: id('2'),
    flags,
    'last-ok-ping-reply': ok,
    'last-hello-message': 10,
  })
const answered = (flags: string, ok: number, last: number) =>
  row({
    name: 'mymaster',
    ip: '10.0.0.1',
    port: 6379,
    runid: '',
    flags,
    'last-ok-ping-reply': ok,
    'last-ping-reply': last,
    'info-refresh': 0,
    'num-slaves': 0,
    'num-other-sentinels': 0,
    quorum: 2,
  })

/** Causes that sentinels see or are. */
export const sentinelSamples: readonly Sample[] = [
  {
    id: 'sentinel-ids-shared',
    files: {
      'sentinel-1.conf': sentinelConf(`sentinel myid ${id('1')}`),
      'sentinel-2.conf': sentinelConf(`sentinel myid ${id('1')}`),
    },
    says: /2 sentinels have one id: 11111111… is that of sentinel-1 and sentinel-2/,
    sound: {
      'sentinel-1.conf': sentinelConf(`sentinel myid ${id('1')}`),
      'sentinel-2.conf': sentinelConf(`sentinel myid ${id('2')}`),
    },
  },
  {
    id: 'sentinel-password-missing',
    files: {'sentinel.conf': sentinelConf(''), 'redis.conf': 'requirepass secret\nmasterauth secret'},
    says: /sentinel has no auth-pass for mymaster/,
    sound: {
      'sentinel.conf': sentinelConf('sentinel auth-pass mymaster secret'),
      'redis.conf': 'requirepass secret\nmasterauth secret',
    },
  },
  {
    id: 'failover-done',
    files: {
      's1.log': `${at('40.100', 'X')} # +sdown master mymaster 10.0.0.1 6379\n${at('42.300', 'X')} # +switch-master mymaster 10.0.0.1 6379 10.0.0.2 6379`,
    },
    says: /mymaster moved from 10\.0\.0\.1:6379 to 10\.0\.0\.2:6379[\s\S]*2\.2 s/,
    sound: {'s1.log': `${at('40.100', 'X')} # +sdown master mymaster 10.0.0.1 6379`},
  },
  {
    id: 'failover-done',
    files: {
      's1.log': `${at('40.100', 'X')} # +elected-leader master mymaster 10.0.0.1 6379\n${at('40.200', 'X')} # +selected-slave slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379\n${at('40.300', 'X')} * +failover-state-wait-promotion slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379`,
    },
    says: /A failover of mymaster from 10\.0\.0\.1:6379 to 10\.0\.0\.2:6379 is under way where this log ends\.[\s\S]*s1 leads it/,
    sound: {
      's1.log': `${at('40.300', 'X')} * +failover-state-wait-promotion slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379\n${at('41.300', 'X')} # -failover-abort-slave-timeout master mymaster 10.0.0.1 6379`,
    },
  },
  {
    id: 'no-good-replica',
    files: {
      'a.txt':
        '(error) NOGOODSLAVE No suitable replica to promote\n\n# Replication\nrole:master\nslave0:ip=10.0.0.2,port=6379,state=online,offset=5,lag=0',
    },
    says: /has no replica that it may promote \(NOGOODSLAVE\)[\s\S]*says nothing of the one from the sentinel/,
    sound: {'a.txt': '(error) INPROG Failover already in progress'},
  },
  {
    id: 'sdown-not-odown',
    files: {
      's1.log': `${at('30.100', 'X')} # +monitor master mymaster 10.0.0.1 6379 quorum 2\n${at('40.100', 'X')} # +sdown master mymaster 10.0.0.1 6379\n${at('59.300', 'X')} * +sentinel sentinel ${id('3')} 10.0.0.3 26379 @ mymaster 10.0.0.1 6379`,
    },
    says: /not enough other sentinels agree \(\+odown\) in the 19 s/,
    sound: {
      's1.log': `${at('40.100', 'X')} # +sdown master mymaster 10.0.0.1 6379\n${at('40.200', 'X')} # +odown master mymaster 10.0.0.1 6379 #quorum 2/2`,
    },
  },
  {
    id: 'hostnames-unresolved',
    files: {'sentinel.conf': 'port 26379\ndir /tmp\nsentinel monitor mymaster redis-0.example 6379 2'},
    says: /monitor the name redis-0\.example, and resolve-hostnames is not on/,
    sound: {
      'sentinel.conf':
        'port 26379\nsentinel resolve-hostnames yes\nsentinel monitor mymaster redis-0.example 6379 2',
    },
  },
  {
    id: 'sentinel-quorum',
    files: {'sentinel.conf': `sentinel monitor mymaster 10.0.0.1 6379 4\n${others}`},
    says: /quorum of mymaster is 4, and there are 3 sentinels/,
    sound: {'sentinel.conf': `sentinel monitor mymaster 10.0.0.1 6379 2\n${others}`},
  },
  {
    id: 'sentinel-too-few',
    files: {'sentinel.conf': sentinelConf(others.split('\n')[0] ?? '')},
    says: /mymaster has 2 sentinels: when one is lost, no failover can be authorised/,
    sound: {'sentinel.conf': sentinelConf(others)},
  },
  {
    id: 'hosts-survived',
    files: {
      'sentinel.conf': `${sentinelConf(others.replace('10.0.0.2', '10.0.0.1'))}sentinel known-replica mymaster 10.0.0.2 6379`,
    },
    says: /losing 10\.0\.0\.1 takes 1 of 3 sentinels|survives the loss of any one of its 3 hosts/,
    sound: {'sentinel.conf': sentinelConf(others).replaceAll('10.0.0.', '127.0.0.')},
  },
  {
    id: 'sentinel-settings-differ',
    files: {
      's1.conf': sentinelConf('sentinel down-after-milliseconds mymaster 5000'),
      's2.conf': sentinelConf('sentinel down-after-milliseconds mymaster 60000'),
    },
    says: /down-after-milliseconds of mymaster differs between sentinels: s1 5000, s2 60000/,
    sound: {
      's1.conf': sentinelConf('sentinel down-after-milliseconds mymaster 5000'),
      's2.conf': sentinelConf('sentinel down-after-milliseconds mymaster 5000'),
    },
  },
  {
    id: 'sentinel-timers',
    files: {'s1.conf': sentinelConf('sentinel down-after-milliseconds mymaster 120000')},
    says: /without a master for more than 120 s/,
    sound: {
      's1.conf': sentinelConf(
        'sentinel down-after-milliseconds mymaster 5000\nsentinel failover-timeout mymaster 60000',
      ),
    },
  },
  {
    id: 'renamed-commands',
    files: {'n1.conf': 'rename-command CONFIG ""', 'sentinel.conf': sentinelConf('')},
    says: /Servers have renamed CONFIG, which sentinels need/,
    sound: {'n1.conf': 'rename-command FLUSHALL ""', 'sentinel.conf': sentinelConf('')},
  },
  {
    id: 'sentinel-conf-not-writable',
    files: {
      's1.log': `${at('40.100', 'X')} # Sentinel config file /etc/sentinel.conf is not writable: Permission denied. Exiting...`,
    },
    says: /it may not write its sentinel\.conf \(Permission denied\)/,
    sound: {'s1.log': `${at('40.100', 'X')} # Sentinel ID is ${id('1')}`},
  },
  {
    id: 'ckquorum-failed',
    files: {
      'ck.txt':
        '$ redis-cli -p 26379 SENTINEL CKQUORUM mymaster\n(error) NOQUORUM 1 usable Sentinels. Not enough available Sentinels to reach the majority and authorize a failover',
    },
    says: /1 usable sentinels, which are no majority/,
    sound: {
      'ck.txt':
        '$ redis-cli -p 26379 SENTINEL CKQUORUM mymaster\nOK 3 usable Sentinels. Quorum and failover authorization can be reached',
    },
  },
  {
    id: 'sentinels-down',
    files: {
      's.txt': [1, 2, 3]
        .map(
          (n) =>
            `name\ns${n}\nip\n10.0.0.${n}\nport\n26379\nrunid\n${id(String(n))}\nflags\n${n > 1 ? 's_down,sentinel,disconnected' : 'sentinel'}`,
        )
        .join('\n'),
    },
    says: /2 of 4 sentinels on record are down: 2 are left, and the majority is 3/,
    sound: {'s.txt': `name\ns1\nip\n10.0.0.1\nport\n26379\nrunid\n${id('1')}\nflags\nsentinel`},
  },
  {
    id: 'replica-unfit',
    files: {
      'r.txt':
        'name\n10.0.0.2:6379\nip\n10.0.0.2\nport\n6379\nflags\ns_down,slave,disconnected\nslave-priority\n100',
    },
    says: /No replica can be promoted: 10\.0\.0\.2:6379 is down for this sentinel, is disconnected/,
    sound: {
      'r.txt':
        'name\n10.0.0.2:6379\nip\n10.0.0.2\nport\n6379\nflags\nslave\nmaster-link-status\nok\nslave-priority\n100',
    },
  },
  {
    id: 'groups-mixed',
    files: {
      'sentinel.conf':
        'sentinel monitor a 10.0.0.1 6379 2\nsentinel known-replica a 10.0.0.9 6379\nsentinel monitor b 10.0.0.2 6379 2\nsentinel known-replica b 10.0.0.9 6379',
    },
    says: /10\.0\.0\.9:6379 belongs to a and b at the same time/,
    sound: {
      'sentinel.conf':
        'sentinel monitor a 10.0.0.1 6379 2\nsentinel known-replica a 10.0.0.8 6379\nsentinel monitor b 10.0.0.2 6379 2\nsentinel known-replica b 10.0.0.9 6379',
    },
  },
  {
    id: 'promotion-timed-out',
    files: {
      's1.log': [
        `${at('40.100', 'X')} # +try-failover master mymaster 10.0.0.1 6379`,
        `${at('41.100', 'X')} # +selected-slave slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379`,
        `${at('59.100', 'X')} # -failover-abort-slave-timeout master mymaster 10.0.0.1 6379`,
      ].join('\n'),
    },
    says: /s1 told 10\.0\.0\.2:6379 to be a master, and it did not become one/,
    sound: {
      's1.log': `${at('40.100', 'X')} # +try-failover master mymaster 10.0.0.1 6379\n${at('42.100', 'X')} # +failover-end master mymaster 10.0.0.1 6379`,
    },
  },
  {
    id: 'sentinel-user-rights',
    files: {
      'sentinel.conf': sentinelConf('sentinel auth-user mymaster watcher'),
      'users.acl': 'user watcher on >x ~* &* +ping +info +role +publish +subscribe +client|setname',
    },
    says: /The user watcher, with which sentinels log in to servers, lacks \+slaveof \+multi \+exec \+config\|rewrite \+client\|kill/,
    sound: {
      'sentinel.conf': sentinelConf('sentinel auth-user mymaster watcher'),
      'users.acl':
        'user watcher on >x allchannels +multi +slaveof +ping +exec +subscribe +config|rewrite +role +publish +info +client|setname +client|kill +script|kill',
    },
  },
  {
    id: 'sentinel-address-flips',
    files: {
      's1.log': ['fd00::2', '10.0.0.2', 'fd00::2']
        .map(
          (ip) =>
            `${at('40.100', 'X')} * +sentinel-address-switch master mymaster 10.0.0.1 6379 ip ${ip} port 26379 for ${id('2')}`,
        )
        .join('\n'),
    },
    says: /The sentinel 22222222… is seen at another address 3 times/,
    sound: {
      's1.log': `${at('40.100', 'X')} * +sentinel-address-switch master mymaster 10.0.0.1 6379 ip 10.0.0.2 port 26379 for ${id('2')}`,
    },
  },
  {
    id: 'sentinel-entry-stale',
    files: {'s1.conf': sentinelConf(`${others}sentinel known-sentinel mymaster 10.0.0.4 0 ${id('4')}`)},
    says: /1 sentinel is on record with port 0/,
    sound: {'s1.conf': sentinelConf(others)},
  },
  {
    id: 'sentinel-no-votes',
    files: {
      's1.log': [
        `${at('40.002', 'X')} # +try-failover master mymaster 10.0.0.1 6379`,
        `${at('40.003', 'X')} # +vote-for-leader ${id('1')} 7`,
        `${at('50.100', 'X')} # -failover-abort-not-elected master mymaster 10.0.0.1 6379`,
      ].join('\n'),
    },
    says: /s1 asked for votes in epoch 7, and no other sentinel answered with one in 10 s/,
    sound: {
      's1.log': `${at('40.002', 'X')} # +try-failover master mymaster 10.0.0.1 6379\n${at('40.300', 'X')} # +elected-leader master mymaster 10.0.0.1 6379`,
    },
  },
  {
    id: 'master-stalls',
    files: {
      's1.log': `${at('10.000', 'X')} # +sdown master mymaster 10.0.0.1 6379\n${at('10.100', 'X')} # +odown master mymaster 10.0.0.1 6379 #quorum 2/2\n${at('10.900', 'X')} # -sdown master mymaster 10.0.0.1 6379`,
      'n1.log': `${at('09.000')} * Background saving started by pid 77`,
    },
    says: /mymaster counted as down for s1 once, and was back after 0\.9 s without a restart.*lines of such work/,
    sound: {
      's1.log': `${at('10.000', 'X')} # +sdown master mymaster 10.0.0.1 6379\n${at('10.800', 'X')} * +reboot master mymaster 10.0.0.1 6379\n${at('10.900', 'X')} # -sdown master mymaster 10.0.0.1 6379`,
    },
  },
  {
    id: 'sdown-not-odown',
    files: {
      's1.log': `${at('10.000', 'X')} # +sdown master mymaster 10.0.0.1 6379\n${at('34.000', 'X')} # -sdown master mymaster 10.0.0.1 6379`,
    },
    says: /not enough other sentinels agree \(\+odown\) in the 24 s until it is back/,
    sound: {
      's1.log': `${at('10.000', 'X')} # +sdown master mymaster 10.0.0.1 6379\n${at('12.000', 'X')} # -sdown master mymaster 10.0.0.1 6379`,
    },
  },
  {
    id: 'sdown-flaps',
    files: {
      's1.log': [flap('10.000', '+'), flap('12.000', '-'), flap('30.000', '+'), flap('33.000', '-')].join(
        '\n',
      ),
    },
    says: /s1 counts 10\.0\.0\.2:6379 \(2 times\) as down and as up again, for 2 to 3 s/,
    sound: {
      's1.log': [
        flap('10.000', '+'),
        `${at('11.900', 'X')} * +reboot slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379`,
        flap('12.000', '-'),
        flap('30.000', '+'),
        flap('33.000', '-'),
      ].join('\n'),
    },
  },
  {
    id: 'sentinels-reach-replica',
    files: {'s1.log': [found('2'), found('3'), lost('2'), lost('3')].join('\n')},
    says: /s1 never reached the replicas 10\.0\.0\.2:6379 and 10\.0\.0\.3:6379: each counts as down 5\.0 s after it was found/,
    sound: {
      's1.log': [
        found('2'),
        `${at('50.000', 'X')} # +switch-master mymaster 10.0.0.1 6379 10.0.0.2 6379`,
        found('3'),
        lost('3'),
      ].join('\n'),
    },
  },
  {
    id: 'sentinels-down',
    files: {'sentinels.txt': seen('s_down,sentinel,disconnected', 900_000)},
    says: /But it runs: its last hello came through a server of this group 10 ms ago/,
    sound: {'sentinels.txt': seen('sentinel', 100)},
  },
  {
    id: 'sentinel-password-missing',
    files: {'master.txt': answered('s_down,master', 803_000, 755)},
    says: /The master mymaster, 10\.0\.0\.1:6379, answers the pings of this sentinel, and with an error: .*755 ms old, the last good one 803 s/,
    sound: {'master.txt': answered('s_down,master', 803_000, 803_000)},
  },
  {
    id: 'sentinel-address-flips',
    files: {
      's2.log': ['2', '3']
        .map(
          (n) =>
            `[9] 14 Oct 10:12:0${n}.000 * -dup-sentinel master mymaster 10.0.0.1 6379 #duplicate of 10.0.0.${n}:26379 or ${id('7')}`,
        )
        .join('\n'),
    },
    says: /77777777… is seen at another address 2 times, to and fro: 10\.0\.0\.2 and 10\.0\.0\.3/,
    sound: {
      's2.log': `[9] 14 Oct 10:12:02.000 * +sentinel sentinel 10.0.0.2:26379 10.0.0.2 26379 @ mymaster 10.0.0.1 6379`,
    },
  },
  {
    id: 'sentinel-entry-stale',
    files: {
      's1.conf': sentinelConf(
        ['2', '3', '4'].map((n) => `sentinel known-sentinel mymaster 10.0.0.2 26379 ${id(n)}`).join('\n'),
      ),
    },
    says: /2 of 4 sentinels of mymaster are on record more than once: 3 ids at 10\.0\.0\.2:26379\. .*3 of 4; at most 2 of them live, so no failover/,
    sound: {'s1.conf': sentinelConf(others)},
  },
  {
    id: 'sdown-not-odown',
    files: {
      's1.txt':
        '1) "name"\n2) "mymaster"\n3) "ip"\n4) "10.0.0.1"\n5) "port"\n6) "6379"\n7) "flags"\n8) "s_down,master,disconnected"\n9) "last-ok-ping-reply"\n10) "90895"\n11) "last-ping-reply"\n12) "90895"\n13) "s-down-time"\n14) "60857"\n15) "num-other-sentinels"\n16) "6"\n17) "quorum"\n18) "2"',
    },
    says: /down for this sentinel for 61 s, .*quorum is 2, and 6 other sentinels are on record.*needs 4 of all 7/,
    sound: {
      's1.txt':
        '1) "name"\n2) "mymaster"\n3) "ip"\n4) "10.0.0.1"\n5) "port"\n6) "6379"\n7) "flags"\n8) "s_down,o_down,master,disconnected"\n9) "s-down-time"\n10) "60857"\n11) "num-other-sentinels"\n12) "6"\n13) "quorum"\n14) "2"',
    },
  },
  {
    id: 'sentinel-majority-lost',
    files: {
      's1.log': [
        `${at('10.000', 'X')} # +monitor master mymaster 10.0.0.1 6379 quorum 2`,
        `${at('11.000', 'X')} * +sentinel sentinel ${id('2')} 10.0.0.2 26379 @ mymaster 10.0.0.1 6379`,
        `${at('12.000', 'X')} * +sentinel sentinel ${id('3')} 10.0.0.3 26379 @ mymaster 10.0.0.1 6379`,
        `${at('16.100', 'X')} # +sdown sentinel ${id('2')} 10.0.0.2 26379 @ mymaster 10.0.0.1 6379`,
        `${at('17.100', 'X')} # +sdown sentinel ${id('3')} 10.0.0.3 26379 @ mymaster 10.0.0.1 6379`,
      ].join('\n'),
    },
    says: /As s1 sees it, only 1 of 3 sentinels is left .*5 s after it was found\. If that is about down-after-milliseconds, .*If it is more/,
    sound: {
      's1.log': [
        `${at('10.000', 'X')} # +monitor master mymaster 10.0.0.1 6379 quorum 2`,
        `${at('11.000', 'X')} * +sentinel sentinel ${id('2')} 10.0.0.2 26379 @ mymaster 10.0.0.1 6379`,
        `${at('12.000', 'X')} * +sentinel sentinel ${id('3')} 10.0.0.3 26379 @ mymaster 10.0.0.1 6379`,
        `${at('16.100', 'X')} # +sdown sentinel ${id('2')} 10.0.0.2 26379 @ mymaster 10.0.0.1 6379`,
      ].join('\n'),
    },
  },
]

/** A replica that counts as down (`+`), or as up again (`-`). */
function flap(second: string, sign: '+' | '-'): string {
  return `${at(second, 'X')} # ${sign}sdown slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379`
}
