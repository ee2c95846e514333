// The order in which the labs are best read: what a lock is, what Redis says when it starts, how replicas follow, how
// Sentinel decides, how a cluster deals its keys and replaces its masters, and what an application sees of it.
export const chapters = [
  {
    en: 'Locks',
    zh: '分布式锁',
    labs: [
      'lock-setnx-expire',
      'lock-set-nx-ex',
      'lock-lua',
      'lock-overrun',
      'lock-watchdog',
      'lock-failover',
      'redlock',
    ],
  },
  {
    en: 'Warnings at the start',
    zh: '启动 Redis 时的告警',
    labs: ['thp-warning', 'thp'],
  },
  {
    en: 'Replication: the link',
    zh: '主从：连接',
    labs: [
      'replica-wrong-port',
      'reconnect-loop',
      'reconnect-frozen',
      'reconnect-wrongpass',
      'reconnect-noauth-storm',
      'replication-heartbeat',
    ],
  },
  {
    en: 'Replication: full and partial resync',
    zh: '主从：全量与增量同步',
    labs: [
      'full-resync',
      'sync-disk-or-socket',
      'replication-offsets',
      'replication-backlog',
      'partial-resync',
      'backlog-overflow',
      'master-restart-resync',
      'empty-master',
      'chained-replicas',
    ],
  },
  {
    en: 'Replication: who may write',
    zh: '主从：谁能写',
    labs: ['replica-readonly', 'min-replicas'],
  },
  {
    en: 'Sentinel: how it sees',
    zh: 'Sentinel：发现与监控',
    labs: ['sentinel-discovery', 'sentinel-timers', 'sdown-not-odown', 'sentinel-tilt'],
  },
  {
    en: 'Sentinel: how it decides',
    zh: 'Sentinel：选举与故障转移',
    labs: [
      'failover',
      'leader-election',
      'quorum-lost',
      'two-sentinels',
      'replica-choice',
      'parallel-syncs',
      'failover-frozen-master',
      'missed-switch-master',
      'two-masters',
      'split-brain',
      'split-brain-min-replicas',
    ],
  },
  {
    en: 'Cluster: where a key is',
    zh: 'Cluster：key 在哪里',
    labs: ['cluster-slots', 'cluster-reshard', 'cluster-pubsub'],
  },
  {
    en: 'Cluster: when a master dies',
    zh: 'Cluster：主库宕机',
    labs: [
      'cluster-failover',
      'cluster-manual-failover',
      'cluster-full-coverage',
      'cluster-majority-lost',
      'cluster-minority',
      'cluster-replica-migration',
    ],
  },
  {
    en: 'Applications',
    zh: '应用看到的',
    labs: ['client-outage', 'readonly-after-failover', 'blocked-commands', 'pubsub-failover'],
  },
]
