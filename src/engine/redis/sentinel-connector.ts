import {type Redis, type SentinelConnectionOptions, SentinelConnector} from 'ioredis'

type Open = (...args: readonly unknown[]) => Redis

/**
 * Finds the master as ioredis does. Its failover detector (6.0) listens to every sentinel and not to what goes wrong
 * there, so that ioredis itself would write each failed try to reach one that is down to stderr. They are its own affair.
 */
export class QuietSentinelConnector extends SentinelConnector {
  constructor(options: SentinelConnectionOptions) {
    super(options)
    // A method of its class that its types do not name.
    const open: Open = Reflect.get(this, 'connectToSentinel')
    const openQuietly: Open = (...args) => Reflect.apply(open, this, args).on('error', () => {})
    Reflect.set(this, 'connectToSentinel', openQuietly)
  }
}
