import {at, id, sentinelConf} from './lines.ts'
import type {Sample} from './sample.ts'

const becomes = (target: string, client: string, name: string) =>
  `${at('10.000', 'S')} * REPLICAOF ${target} enabled (user request from 'id=5 addr=${client} fd=10 name=${name} age=1 cmd=replicaof')`

/** Causes in one server, its conf, files and machine. */
const asked = '# redislab asked the server 10.0.0.1:6379 at 2026-11-10T03:52'
const twice = (before: string, after: string) =>
  `${asked}:00.000Z\nrun_id:${id('a')}\n${before}\n${asked}:30.000Z\nrun_id:${id('a')}\n${after}`
const backlog = (offset: number) =>
  `role:master\nmaster_repl_offset:${offset}\nrepl_backlog_active:1\nrepl_backlog_size:1048576`

export const serverSamples: readonly Sample[] = [
  {
    id: 'announced-unreachable',
    files: {'10.0.0.1:6379': `${asked}:00.000Z, and had no answer: connection refused`},
    says: /10\.0\.0\.1:6379 is announced to clients, and is not reached from here/,
    sound: {'10.0.0.1:6379': `${asked}:00.000Z`},
  },
  {
    id: 'counters-rising',
    files: {n1: twice('rejected_connections:2', 'rejected_connections:9')},
    says: /n1 turned away 7 connections within 30 s: maxclients is reached/,
    sound: {n1: twice('rejected_connections:9', 'rejected_connections:9')},
  },
  {
    id: 'backlog-short-for-rate',
    files: {n1: twice(backlog(0), backlog(30 * 1_048_576))},
    says: /away for more than 1\.0 s has to take a whole copy/,
    sound: {n1: twice(backlog(0), backlog(3000))},
  },
  {
    id: 'tls-port-only',
    files: {
      'sentinel.conf': sentinelConf('sentinel auth-pass mymaster x'),
      'redis.conf': 'port 0\ntls-port 6379\ntls-replication yes',
    },
    says: /sentinel speaks without TLS to servers that listen with TLS alone/,
    sound: {
      'sentinel.conf': sentinelConf('tls-replication yes'),
      'redis.conf': 'port 0\ntls-port 6379\ntls-replication yes',
    },
  },
  {
    id: 'fork-failed',
    files: {'n1.log': `${at('40.100')} # Can't save in background: fork: Cannot allocate memory`},
    says: /n1 could not fork: the system would not promise the memory/,
    sound: {'n1.log': `${at('40.100')} * Background saving started by pid 7`},
  },
  {
    id: 'disk-full',
    files: {'n1.log': `${at('40.100', 'C')} # Write error saving DB on disk: No space left on device`},
    says: /n1 cannot write its data to disk: No space left on device/,
    sound: {'n1.log': `${at('40.100', 'C')} * DB saved on disk`},
  },
  {
    id: 'protected-mode-denied',
    files: {
      'n2.log': `${at('40.100', 'S')} # Error reply to PING from master: '-DENIED Redis is running in protected mode because protected mode is enabled'`,
    },
    says: /it is in protected mode/,
    sound: {'n2.log': `${at('40.100', 'S')} * Master replied to PING, replication can continue...`},
  },
  {
    id: 'slow-script',
    files: {
      'n1.log': `${at('40.100')} # Slow script detected: still in execution after 5000 milliseconds. You can try killing the script using the SCRIPT KILL command.`,
    },
    says: /A script kept n1 from answering for 5000 ms/,
    sound: {'n1.log': `${at('40.100')} * Ready to accept connections`},
  },
  {
    id: 'crashed',
    files: {
      'n1.log': `${at('40.100')} # === REDIS BUG REPORT START: Cut & paste starting from here ===\n${at('40.101')} # Redis 7.0.15 crashed by signal: 11, si_code: 1`,
    },
    says: /n1 crashed \(Redis 7\.0\.15 crashed\)|n1 crashed/,
    sound: {'n1.log': `${at('40.100')} * Ready to accept connections`},
  },
  {
    id: 'port-in-use',
    files: {
      'n1.log': `${at('40.100')} # Warning: Could not create server TCP listening socket *:6379: bind: Address already in use`,
    },
    says: /n1 does not start: port 6379 is in use/,
    sound: {
      'n1.log': `${at('40.100')} # Warning: Could not create server TCP listening socket *:6379: bind: Address already in use\n${at('42.100')} * The server is now ready to accept connections on port 6379`,
    },
  },
  {
    id: 'disk-full',
    files: {'paste.txt': '(error) MISCONF Errors writing to the AOF file: No space left on device'},
    says: /refuses writes.*No space left on device/,
    sound: {'paste.txt': "(error) READONLY You can't write against a read only replica."},
  },
  {
    id: 'config-rewrite-failed',
    files: {'n2.log': `${at('40.100')} # CONFIG REWRITE failed: Permission denied`},
    says: /n2 cannot save its conf: Permission denied/,
    sound: {'n2.log': `${at('40.100')} # CONFIG REWRITE executed with success.`},
  },
  {
    id: 'rdb-unreadable',
    files: {'n1.log': `${at('40.100')} # Short read or OOM loading DB. Unrecoverable error, aborting now.`},
    says: /n1 does not start: its RDB file cannot be read to its end/,
    sound: {'n1.log': `${at('40.100')} * DB loaded from disk: 0.001 seconds`},
  },
  {
    id: 'tls-mismatch',
    files: {
      'n1.log': `${at('40.100')} # Error accepting a client connection: error:0A00010B:SSL routines::wrong version number (conn: fd=11)`,
    },
    says: /n1 fails to speak TLS: the other side speaks without it/,
    sound: {'n1.log': `${at('40.100')} * Ready to accept connections tls`},
  },
  {
    id: 'save-failed',
    files: {'n1.log': `${at('40.100')} # SYNC failed. BGSAVE child returned an error`},
    says: /A save of n1 failed, so a replica that waits for it gets no copy/,
    sound: {'n1.log': `${at('40.100')} * Background saving terminated with success`},
  },
  {
    id: 'conf-refused',
    files: {
      'start.txt':
        "*** FATAL CONFIG FILE ERROR (Redis 6.2.3) ***\nReading the configuration file, at line 22\n>>> 'tls-port 6379'\nBad directive or wrong number of arguments",
    },
    says: /refuses the line "tls-port 6379" of its conf \(6\.2\.3\)\.[\s\S]*built without TLS/,
    sound: {'start.txt': '$ redis-cli PING\nPONG'},
  },
  {
    id: 'manual-failover-timed-out',
    files: {
      'n4.log': `${at('40.100', 'S')} # Manual failover user request accepted.\n${at('45.100', 'S')} # Manual failover timed out.`,
    },
    says: /n4 did not take over in the 5 s[\s\S]*No election began/,
    sound: {
      'n4.log': `${at('40.100', 'S')} # Manual failover user request accepted.\n${at('40.300', 'S')} # Failover election won: I'm the new master.`,
    },
  },
  {
    id: 'aof-fsync-slow',
    files: {
      'n1.log': `${at('40.100')} * Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without waiting for fsync to complete, this may slow down Redis.`,
    },
    says: /disk of n1 is too slow for its append only file \(once\)/,
    sound: {'n1.log': `${at('40.100')} * Background AOF rewrite finished successfully`},
  },
  {
    id: 'replicaof-by-client',
    files: {'n1.log': becomes('192.0.2.9:6379', '198.51.100.4:4000', '')},
    says: /A client from the internet, 198\.51\.100\.4, had n1 replicate from 192\.0\.2\.9:6379, a public address/,
    sound: {'n1.log': becomes('10.0.0.2:6379', '10.0.0.9:4000', 'sentinel-ab12cd34-cmd')},
  },
  {
    id: 'rdb-unreadable',
    files: {
      'n2.log': `${at('10.000', 'S')} * MASTER <-> REPLICA sync: receiving 42 bytes from master to disk\n${at('10.100', 'S')} # Wrong signature trying to load DB from file\n${at('10.101', 'S')} # Failed trying to load the MASTER synchronization DB from disk, check server logs.`,
    },
    says: /n2 cannot load the copy that its master sent/,
    sound: {
      'n2.log': `${at('10.000')} # Can't handle RDB format version 99\n${at('10.001')} # Fatal error loading the DB, check server logs. Exiting.`,
    },
  },
  {
    id: 'tls-mismatch',
    files: {
      'n1.log': `${at('10.000')} # Error accepting cluster node connection: error:0A000086:SSL routines::certificate verify failed`,
    },
    says: /on the cluster bus: a certificate is not trusted\. .*tls-auth-clients does not count there/,
    sound: {'n1.log': `${at('10.000')} # Error accepting a client connection: Connection reset by peer`},
  },
  {
    id: 'tls-mismatch',
    files: {
      'n1.log': `${at('10.000')} # Error accepting a client connection: error:0A00010B:SSL routines::wrong version number (addr=127.0.0.1:5000 laddr=127.0.0.1:6379)`,
    },
    says: /A program on the machine of n1 speaks to its TLS port without TLS \(1 times?\)/,
    sound: {'n1.log': `${at('10.000')} * Ready to accept connections tls`},
  },
  {
    id: 'harmless-lines',
    files: {
      'n1.log': `${at('10.000')} # Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands to Redis. This is likely due to an attacker attempting to use Cross Protocol Scripting to compromise your Redis instance. Connection from 10.0.0.8:5000 aborted.`,
    },
    says: /Something speaks HTTP to this port.*from 10\.0\.0\.8/,
    sound: {'n1.log': `${at('10.000')} * Ready to accept connections`},
  },
  {
    id: 'ended-from-outside',
    files: {
      'n1.log': ['10', '40']
        .map(
          (s) =>
            `${at(`${s}.000`)} * Running mode=standalone, port=6379.\n1:signal-handler (1731210820) Received SIGTERM scheduling shutdown...`,
        )
        .join('\n'),
    },
    says: /n1 is ended by SIGTERM each time before it is ready to serve \(2 times\)/,
    sound: {
      'n1.log': `${at('10.000')} * Running mode=standalone, port=6379.\n${at('10.100')} * Ready to accept connections`,
    },
  },
  {
    id: 'rdb-path-foreign',
    files: {
      'n1.log': `2:C 10 Nov 2024 03:52:10.000 # Failed opening the RDB file root (in server root dir /var/spool/cron) for saving: Read-only file system\n${at('10.100')} # Background saving error`,
    },
    says: /n1 was told to save as root in \/var\/spool\/cron/,
    sound: {
      'n1.log': `2:C 10 Nov 2024 03:52:10.000 # Failed opening the RDB file dump.rdb (in server root dir /var/lib/redis) for saving: Read-only file system\n${at('10.100')} # Background saving error`,
    },
  },
  {
    id: 'folder-gone',
    files: {
      'n1.log': ['10', '16']
        .map(
          (s) =>
            `2:C 10 Nov 2024 03:52:${s}.000 # Failed opening the temp RDB file temp-2.rdb (in server root dir unknown) for saving: No such file or directory\n${at(`${s}.100`)} # Background saving error`,
        )
        .join('\n'),
    },
    says: /The folder that n1 works in does not exist any more: each of 2 saves failed/,
    sound: {
      'n1.log': `2:C 10 Nov 2024 03:52:10.000 # Failed opening the temp RDB file temp-2.rdb (in server root dir /data) for saving: Permission denied\n${at('10.100')} # Background saving error`,
    },
  },
  {
    id: 'process-stood-still',
    files: {
      'n1.log': `${at('10.000')} * Background saving started by pid 2\n2:C 10 Nov 2024 03:52:11.000 * DB saved on disk\n${at('41.500')} * Background saving terminated with success`,
    },
    says: /n1 probably stood still for 30\.5 s/,
    sound: {
      'n1.log': `${at('10.000')} * Background saving started by pid 2\n2:C 10 Nov 2024 03:52:11.000 * DB saved on disk\n${at('11.080')} * Background saving terminated with success`,
    },
  },
  {
    id: 'maxclients-reduced',
    files: {
      'n1.log': `${at('10.000')} # You requested maxclients of 10000 requiring at least 10032 max file descriptors.\n${at('10.000')} # Server can't set maximum open files to 10032 because of OS error: Operation not permitted.\n${at('10.000')} # Current maximum open files is 1024. maxclients has been reduced to 992 to compensate for low ulimit. If you need higher maxclients increase 'ulimit -n'.`,
    },
    says: /n1 takes 992 clients at most, not the 10000 that it asked for: the system allows it 1024 open files/,
    sound: {
      'n1.log': `${at('10.000')} * Increased maximum number of open files to 10032 (it was originally set to 1024).`,
    },
  },
  {
    id: 'started-as-master',
    files: {
      'n2.log': `Could not connect to Redis at redis.example:26379: Connection refused\n 03:52:09.93 INFO  ==> Configuring the node as master\n${at('10.000')} * Ready to accept connections`,
    },
    says: /n2 made itself a master when it started: no sentinel answered its start script \(redis\.example:26379\)/,
    sound: {
      'n2.log': ` 03:52:09.93 INFO  ==> Configuring the node as master\n${at('10.000')} * Ready to accept connections`,
    },
  },
  {
    id: 'module-missing',
    files: {
      'n2.log': `${at('40.100', 'S')} # The RDB file contains module data I can't load: no matching module type 'ReJSON-RL'`,
    },
    says: /n2 cannot load its data: it holds data of the module type ReJSON-RL, which no module here can read/,
    sound: {
      // What a copy that broke off ends with, in versions that take the break for data.
      'n2.log': `${at('40.100', 'S')} # The RDB file contains module data I can't load: no matching module type '_________'`,
    },
  },
  {
    id: 'slow-commands',
    files: {
      'reply.txt': `127.0.0.1:6379> SLOWLOG GET 2\n1) 1) (integer) 3\n   2) (integer) 1705654209\n   3) (integer) 8548895\n   4) 1) "hkeys"\n      2) "h"\n   5) "10.0.0.9:53394"\n   6) ""`,
    },
    says: /HKEYS keeps reply from answering anybody for 8\.5 s \(once/,
    sound: {
      'reply.txt': `127.0.0.1:6379> SLOWLOG GET 2\n1) 1) (integer) 3\n   2) (integer) 1705654209\n   3) (integer) 48895\n   4) 1) "hkeys"\n      2) "h"\n   5) "10.0.0.9:53394"\n   6) ""`,
    },
  },
]
