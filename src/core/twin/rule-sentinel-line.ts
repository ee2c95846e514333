import {fast, isTime, noNumber} from './rule-server-line.ts'
import {adapted, asItWas, type Circumstances, kept, leftOut, type Ruling} from './ruling.ts'

const history = 'it is history of the original: the twin begins without any'
const knows = 'the sentinels of the twin find each other and the replicas'

/** What happens to a line of sentinel.conf that begins with `sentinel`, or is not the same in both kinds of confs. */
export function ruleSentinelLine(
  name: string,
  words: readonly string[],
  circumstances: Circumstances,
): Ruling | undefined {
  const [masterName = '', word = ''] = words
  const {factor} = circumstances
  switch (name) {
    case 'sentinel monitor':
      return adapted('the instance that stands for it', 'the same master and quorum, at its address here')
    case 'sentinel known-replica':
    case 'sentinel known-slave':
    case 'sentinel known-sentinel':
      return adapted('the instance that stands for it', knows)
    case 'sentinel myid':
      return adapted('an id of its own', 'two with the same id would be one')
    case 'sentinel config-epoch':
    case 'sentinel leader-epoch':
    case 'sentinel current-epoch':
      return leftOut(history)
    case 'sentinel down-after-milliseconds':
    case 'sentinel failover-timeout':
    case 'sentinel master-reboot-down-after-period':
    case 'sentinel primary-reboot-down-after-period':
      if (!isTime(word)) return leftOut(noNumber)
      return factor === 1
        ? kept(asItWas)
        : adapted(String(fast(word, factor)), `${factor} times shorter`, [
            {name: `${name} ${masterName}`, value: String(fast(word, factor))},
          ])
    case 'sentinel parallel-syncs':
      return isTime(word) ? kept(asItWas) : leftOut(noNumber)
    case 'sentinel notification-script':
    case 'sentinel client-reconfig-script':
      return leftOut('it would run a program that may act on other servers')
    case 'sentinel auth-pass':
      return adapted('a made-up one', 'the one of the twin')
    case 'sentinel sentinel-pass':
    case 'sentinel sentinel-user':
      return leftOut('the sentinels of the twin all have the same password')
    case 'sentinel announce-ip':
    case 'sentinel announce-port':
      return leftOut('it is reached where it listens')
    case 'user':
    case 'aclfile':
      return leftOut('redislab and the sentinels speak to each other as the default user')
    case 'requirepass':
      return adapted('a made-up one', 'all sentinels have the same')
    case 'masterauth':
    case 'masteruser':
    case 'replicaof':
    case 'slaveof':
      return leftOut('it means nothing to a sentinel')
    case 'protected-mode':
      return word === 'yes' || masterName === 'yes'
        ? leftOut('sentinels of this machine are to reach each other')
        : kept(asItWas)
    default:
      return undefined
  }
}
