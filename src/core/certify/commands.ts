/** Commands that change data, of those that clients send; what a server calls `write` in COMMAND. */
const writes: ReadonlySet<string> = new Set(
  `APPEND BITFIELD BLMOVE BLMPOP BLPOP BRPOP BRPOPLPUSH BZPOPMAX BZPOPMIN COPY DECR DECRBY DEL EXPIRE EXPIREAT GEOADD GETDEL
GETEX GETSET HDEL HINCRBY HMSET HSET HSETNX INCR INCRBY INCRBYFLOAT LINSERT LMOVE LPOP LPUSH LPUSHX LREM LSET LTRIM MOVE MSET
MSETNX PERSIST PEXPIRE PEXPIREAT PFADD PSETEX RENAME RENAMENX RPOP RPOPLPUSH RPUSH RPUSHX SADD SDIFFSTORE SET SETBIT SETEX
SETNX SETRANGE SMOVE SPOP SREM UNLINK XACK XADD XAUTOCLAIM XCLAIM XDEL XGROUP XREADGROUP XTRIM ZADD ZINCRBY ZPOPMAX ZPOPMIN ZREM`
    .split(/\s+/)
    .filter(Boolean),
)

const reads: ReadonlySet<string> = new Set(
  `BITCOUNT EXISTS GET GETBIT GETRANGE HGET HGETALL HLEN HMGET HKEYS HVALS LINDEX LLEN LRANGE MGET PTTL SCARD SINTER SISMEMBER
SMEMBERS STRLEN TTL TYPE XLEN XRANGE XREAD ZCARD ZRANGE ZRANK ZSCORE SCAN`
    .split(/\s+/)
    .filter(Boolean),
)

const blocking: ReadonlySet<string> = new Set([
  'BLPOP',
  'BRPOP',
  'BLMOVE',
  'BRPOPLPUSH',
  'BZPOPMIN',
  'BZPOPMAX',
])

/** Keys of redislab's own begin so: what is done with them is nobody's work. */
export const ownPrefix = 'redislab:'

export type Work = 'write' | 'read' | 'block'

/** What kind of work a command is; undefined for one that is none, such as PING. */
export function workOf(name: string, args: readonly string[]): Work | undefined {
  if (args.some((arg) => arg.includes(ownPrefix))) return undefined
  if (blocking.has(name)) return 'block'
  if (writes.has(name)) return 'write'
  return reads.has(name) ? 'read' : undefined
}

/** The queues that a blocking command waits at: its keys, before the time-out. */
export function queuesOf(name: string, args: readonly string[]): readonly string[] {
  if (name === 'BLMOVE' || name === 'BRPOPLPUSH') return args.slice(0, 1)
  return args.slice(0, -1)
}

/** Questions about who is where, as commandstats name them. */
export const topologyQueries: ReadonlySet<string> = new Set([
  'sentinel|get-master-addr-by-name',
  'sentinel|sentinels',
  'sentinel|replicas',
  'sentinel|slaves',
  'cluster|slots',
  'cluster|shards',
  'cluster|nodes',
])
