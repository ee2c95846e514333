/** How it is shown that what a rule says is true: by at least one of these. */
export interface Proof {
  /** A lab that comes with redislab and shows the consequence; findings name it, too. */
  readonly lab?: string
  /** A test in test/integration/diagnose-proofs, `file › title`: its servers have the mistake, and suffer from it. */
  readonly test?: string
  /** Why one machine cannot show it. */
  readonly unproven?: string
}

const numbers = (title: string) => ({test: `sentinel-numbers › ${title}`})
const promotions = (title: string) => ({test: `promotions › ${title}`})
const replication = (title: string) => ({test: `replication › ${title}`})
const single = (title: string) => ({test: `single-servers › ${title}`})
const live = (title: string) => ({test: `live › ${title}`})
const liveRules = (title: string) => ({test: `live-rules › ${title}`})
const clusterViews = (title: string) => ({test: `cluster-views › ${title}`})
const sentinelViews = (title: string) => ({test: `sentinel-views › ${title}`})
const cluster = (title: string) => ({test: `cluster › ${title}`})

const ghosts = numbers('two of four sentinels on record are gone, one with port 0: all votes are not enough')
const oneId = numbers('two sentinels with one id are one for the others')
const containers = promotions('when it is known by an address of a container network')
const notPromoted = promotions('does not become one, when $what')
const copiedNodes = cluster('that was copied: others see one node that moves to and fro')
const differing = cluster('settings that differ: one node serves, and the other does not')
const idle = replication('with repl-timeout below the period of pings an idle link ends again and again')
const brokenSync = replication('a copy whose sender ends breaks off, each time')
const files = single('a whole RDB file is loaded; a cut one, and one of a newer version, are not')
const tls = single('a replica and sentinels without it do not reach a server that has nothing else')
const ended = single('SIGTERM ends a server in order, and SIGSEGV with a report')
const unwritable = single('does not start; where that comes later, it forgets with a restart')
const clocks = {test: 'clocks › a clock that is ahead, and one that was set between two syncs'}
const savesAway = single('a server that is told to save elsewhere, or whose folder is removed, saves nothing')
const zeroPriority = promotions('when all have priority 0')

const unequalGroup = liveRules(
  'a group whose replica is smaller, whose master may not come back, and whose servers stand still',
)
const mixedSentinels = liveRules(
  'sentinels that name one master in two ways, and one that the others cannot ask',
)
const unevenCluster = liveRules(
  'a cluster whose one replica may not take over, and whose slots are with one node',
)

/** The proof of each rule, by its id. */
export const proofs: Readonly<Record<string, Proof>> = {
  'announced-unreachable': live('what is announced and not reached, until it is mapped'),
  'aof-fsync-slow': {unproven: 'It takes a disk whose fsync lasts for more than two seconds.'},
  'backlog-short-for-rate': {
    lab: 'replication-backlog',
    ...live('counters that grow while they are looked at'),
  },
  'backlog-too-small': {lab: 'backlog-overflow'},
  'bus-foreign-data': cluster('what is no message of the bus comes to its port'),
  'bus-port-unreachable': cluster('a bus port that is not reached: the handshake does not end'),
  'chained-replica': {lab: 'chained-replicas', ...mixedSentinels},
  'ckquorum-failed': {
    lab: 'ckquorum',
    ...numbers('two of three sentinels on the host of the master: its loss is not survived'),
  },
  'clients-near-limit': unequalGroup,
  'clock-stepped': clocks,
  'clocks-differ': clocks,
  'cluster-check-failed': differing,
  'cluster-failover-done': {lab: 'cluster-failover'},
  'cluster-masters-lost': {lab: 'cluster-majority-lost'},
  'cluster-no-failover': unevenCluster,
  'cluster-settings-differ': differing,
  'cluster-shape': {lab: 'cluster-full-coverage'},
  'cluster-state-flaps': {lab: 'cluster-majority-lost'},
  'cluster-versions-mixed': clusterViews(
    'nodes of two versions: a slot does not move from the newer to the older one',
  ),
  'cluster-vote-missing': {lab: 'cluster-majority-lost'},
  'conf-refused': single('a server refuses a conf with a directive that it does not know'),
  'config-epochs-equal': cluster('with one epoch for two masters: they go on so until they meet'),
  'config-rewrite-failed': replication(
    'a server that cannot save its conf comes back from a restart with its old role',
  ),
  'container-address': containers,
  'container-network-mixed': containers,
  'counters-rising': live('counters that grow while they are looked at'),
  crashed: ended,
  'disk-full': single('keeps a server from saving, and clients from writing'),
  'dual-channel-refused': replication(
    'a user that may not SYNC: the second connection of a copy is turned away',
  ),
  'ended-from-outside': ended,
  'endpoint-unknown': cluster('a node that is to be named by a hostname and has none is "?" for clients'),
  'failover-done': {lab: 'failover'},
  'folder-gone': savesAway,
  'fork-failed': {
    unproven: 'It takes a machine that promises no more memory, or a limit that root is not free of.',
  },
  'ghost-nodes': cluster('a node whose address another one takes stays in the list'),
  'groups-mixed': promotions('a replica that is moved by hand belongs to two groups'),
  'harmless-lines': single('a backlog of connections that the system does not grant harms nothing'),
  'hostnames-mixed': mixedSentinels,
  'hostnames-unresolved': {lab: 'sentinel-hostnames'},
  'hosts-survived': numbers('two of three sentinels on the host of the master: its loss is not survived'),
  'instances-left-out': liveRules('more instances than are asked: it says so'),
  'login-lacks-rights': liveRules('a user that may not ask all: which right is missing, on which server'),
  'loopback-first-in-bind': {unproven: 'It takes two machines, and a server of 6.2 or older.'},
  'manual-failover-timed-out': {lab: 'cluster-manual-failover'},
  'master-loads': {lab: 'master-reboot'},
  'master-priority-zero': unequalGroup,
  'master-stalls': {lab: 'failover-frozen-master'},
  'master-without-link': replication('a replica of a replica without a master gets nothing'),
  'master-without-persistence': {lab: 'empty-master'},
  'masterauth-differs': {lab: 'reconnect-wrongpass'},
  'maxclients-reduced': single(
    'a server takes fewer clients than its conf says, where the system allows fewer files',
  ),
  'maxmemory-differs': unequalGroup,
  'min-replicas-unreachable': {lab: 'min-replicas'},
  'monitored-is-replica': unequalGroup,
  'no-good-replica': {lab: 'replica-choice', ...zeroPriority},
  'node-address-flips': copiedNodes,
  'node-at-loopback': cluster(
    'a node at a loopback address, and others elsewhere: clients are sent to themselves',
  ),
  'node-cut-off': cluster('a node whose others are all gone, or elsewhere, counts all of them as down'),
  'node-ids-shared': copiedNodes,
  'nodes-disagree': cluster('two views: each sends clients to the other one'),
  'open-slots': {lab: 'cluster-reshard'},
  'own-address-stale': cluster('with an address that the node has no more: clients are sent there'),
  'partial-sync-broken': replication('a link that is closed after each partial resync'),
  'port-in-use': single('a second server on a port that is taken ends'),
  'process-stood-still': single('a server that is stopped while its child saves notices the end late'),
  'parallel-syncs-all': {lab: 'parallel-syncs'},
  'promotion-timed-out': notPromoted,
  'protected-mode-denied': replication('lets a replica in by loopback, and refuses it by another address'),
  'rdb-path-foreign': savesAway,
  'rdb-unreadable': files,
  'renamed-commands': notPromoted,
  'repl-timeout-too-short': idle,
  'replica-addresses-shared': promotions('two replicas with one are one for sentinels'),
  'replica-buffer-short-for-rate': liveRules(
    'what is written while a replica is copied does not fit into its buffer',
  ),
  'replica-cannot-connect': {lab: 'replica-wrong-port'},
  'replica-data-too-old': cluster(
    'a replica that was without its master for too long does not stand for election',
  ),
  'replica-link-timeout': {lab: 'reconnect-frozen', ...idle},
  'replica-not-authenticated': {lab: 'reconnect-noauth-storm'},
  'replica-of-itself': promotions("a replica with its master's is a master that follows itself"),
  'replica-output-buffer': replication(
    'writes above the buffer limit while a replica stands still cut it off',
  ),
  'replica-priorities-zero': {lab: 'replica-choice', ...zeroPriority},
  'replica-takes-writes': {lab: 'replica-readonly'},
  'replica-too-old': files,
  'replica-unfit': {lab: 'replica-choice', ...zeroPriority},
  'replica-wrong-password': {lab: 'reconnect-wrongpass'},
  'replicaof-by-client': single('a client makes a replica of a master that anybody reaches'),
  'replication-cycle': replication('two that follow each other take no writes, whatever their links are'),
  'save-failed': brokenSync,
  'script-outlasts-timeout': {lab: 'failover-frozen-master', ...unequalGroup},
  'sdown-flaps': numbers('a replica that stands still twice counts as down and as up again'),
  'sdown-not-odown': {lab: 'sdown-not-odown'},
  'sentinel-acl-too-narrow': {lab: 'sentinel-users'},
  'sentinel-address-flips': oneId,
  'sentinel-conf-not-saved': unwritable,
  'sentinel-conf-not-writable': unwritable,
  'sentinel-entry-stale': {lab: 'sentinel-new-id', ...ghosts},
  'sentinel-ids-shared': oneId,
  'sentinel-in-tilt': {lab: 'sentinel-tilt'},
  'sentinel-lost-election': {lab: 'leader-election'},
  'sentinel-majority-lost': {lab: 'two-sentinels'},
  'sentinel-masters-differ': promotions('two sentinels with two masters under one name each tell their own'),
  'sentinel-no-votes': {lab: 'quorum-lost'},
  'sentinel-password-missing': promotions('a master that lives counts as down'),
  'sentinel-passwords-differ': mixedSentinels,
  'sentinel-periods-changed': sentinelViews('with PING-PERIOD 20 no replica is good enough'),
  'sentinel-script-fails': sentinelViews('a script that is gone, and one that not all sentinels have'),
  'sentinel-quorum': {
    lab: 'quorum-lost',
    ...numbers('a quorum above the number of sentinels: the master never counts as down'),
  },
  'sentinel-settings-differ': {lab: 'sentinel-settings'},
  'sentinel-settings-lost': promotions(
    'it counts as up with auth-pass, until SENTINEL REMOVE and MONITOR drop it',
  ),
  'sentinel-tilt': {lab: 'sentinel-tilt'},
  'sentinel-timers': {lab: 'client-outage'},
  'sentinel-too-few': {lab: 'two-sentinels'},
  'sentinel-user-rights': notPromoted,
  'sentinel-votes-no-majority': ghosts,
  'sentinels-down': {lab: 'quorum-lost'},
  'sentinels-reach-replica': promotions(
    'when sentinels do not reach it, although both sides call replication healthy',
  ),
  'shard-has-two-masters': clusterViews(
    'a nodes.conf without shard ids, and one with the same twice: slots are not listed',
  ),
  'shards-lack-slots': clusterViews(
    'a nodes.conf without shard ids, and one with the same twice: slots are not listed',
  ),
  'shard-ids-differ': cluster('with another shard id for a replica than for its master: it is refused'),
  'slots-unbalanced': unevenCluster,
  'slots-uncovered': {lab: 'cluster-full-coverage'},
  'slow-script': {
    lab: 'failover-frozen-master',
    ...single('a script that runs on makes a master that lives count as down'),
  },
  'started-as-master': {lab: 'empty-master'},
  'stall-above-timeout': {lab: 'failover-frozen-master', ...unequalGroup},
  'sync-broken-off': brokenSync,
  'tls-mismatch': tls,
  'tls-port-only': tls,
  'two-masters': {
    lab: 'split-brain',
    ...replication('two masters with a common past: what the old one took is lost'),
  },
  'versions-differ': liveRules('a replica that is older than its master does not read its copy'),
  'master-address-unusable': replication('a replica of 0.0.0.0 is one of its own machine: here of itself'),
  'module-missing': single('data of a module that the server does not have'),
  'nodes-conf-cut': cluster('a nodes.conf that was not written to its end'),
  'replica-refuses-command': replication(
    'a command that the replica cannot do, since its data are other ones',
  ),
  'slow-commands': single(
    'a command that runs for more than a second stands in SLOWLOG, and nobody else is served',
  ),
}
