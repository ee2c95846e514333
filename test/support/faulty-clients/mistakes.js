// What a client may do wrong, by the scenario that shows it.

export const right = {
  watch: true,
  watchdog: true,
  asksOnSubscribe: true,
  votes: true,
  checksRole: true,
  resolve: 'always',
  readonly: 'any',
  commandTimeoutMs: 1000,
  connectTimeoutMs: 500,
  sentinelTimeoutMs: 500,
  sentinels: 'all',
  discovers: true,
  loadsAgain: true,
  followsAsk: true,
  renewsOnSelfMoved: true,
  keepsSeeds: true,
  understandsMovedInMulti: true,
}

/** A client that does not listen: it learns of another master only from errors. */
const deaf = {watch: false, watchdog: false}

/** A client of a cluster that looks at the topology only when it is told to: what it does not notice, it stays silent about. */
const incurious = {refreshesOn: 'moved'}

export const mistakes = {
  'planned-failover': {...deaf, readonly: 'none', resolve: 'on-failure'},
  'planned-failover-scripts': {...deaf, readonly: 'plain', resolve: 'on-failure'},
  'stale-sentinel': {...deaf, votes: false, checksRole: false, pauseMs: 0},
  'master-killed': {...deaf, resolve: 'never'},
  'master-frozen': {...deaf, commandTimeoutMs: 0},
  'master-unreachable': {...deaf, resolve: 'on-failure', connectTimeoutMs: 0},
  'box-dies': {sentinels: 'first', discovers: false},
  'first-sentinel-hung': {...deaf, votes: false, sentinelTimeoutMs: 0, discovers: false},
  'no-sentinel-at-start': {exitsWithoutSentinels: true},
  'seeds-forgotten': {replacesSeeds: true},
  'sentinels-away': {...deaf, givesUpAfter: 10},
  'missed-switch': {watchdog: false, asksOnSubscribe: false},
  'two-failovers': {watchesOnce: true, watchdog: false, asksOnSubscribe: false},
  'sentinel-refuses': {listensTo: 'first', listenerDies: true, watchdog: false, asksOnSubscribe: false},
  'unknown-master': {crashOnNil: true},
  loading: {crashesOnLoading: true},
  'hostname-stays': {comparesHostOnly: true},
  subscribe: deaf,
  'blocked-pop': deaf,
  pool: {losesConnections: true},
  'script-cache': {loadsAgain: false},
  'replica-reads': {readsOnlyReplicas: true},
  'long-outage': {...deaf, givesUpAfter: 10},
  'coordinated-failover': {...deaf, readonly: 'none', resolve: 'on-failure'},
  'shard-subscribe': {...incurious, ignoresUnsubscribed: true},
  'cluster-master-killed': incurious,
  'cluster-new-addresses': {keepsSeeds: false},
  'cluster-same-name': {renewsOnSelfMoved: false},
  'cluster-foreign-seed': {seedsFirst: true},
  'cluster-one-shard': {takesTurns: true, commandTimeoutMs: 0},
  'cluster-slot-migration': {...incurious, waitsForMigration: true},
  'cluster-replica-stops': {...incurious, readsOnlyReplicas: true},
  'cluster-query-storm': {refreshThrottleMs: 0, pauseMs: 0, keepsAsking: true},
  'cluster-first-seed-dead': {onlyFirstSeed: true},
  'cluster-moved-in-transaction': {...incurious, understandsMovedInMulti: false},
  'cluster-handshake-cut': {givesUpInHandshake: true},
  'cluster-shutdown-failover': incurious,
  'cluster-atomic-migration': {...incurious, ignoresUnsubscribed: true},
}
