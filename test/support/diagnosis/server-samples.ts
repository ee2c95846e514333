import {at, id, sentinelConf} from './lines.ts'
import type {Sample} from './sample.ts'

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
]
