import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {diagnose} from '../src/core/diagnosis/diagnose.ts'
import type {Evidence} from '../src/core/evidence/facts.ts'
import {readText} from '../src/core/evidence/read-text.ts'

// Hypotheses: each of these incidents, reported in public by people who had just these files, is diagnosed by rules that
// hold elsewhere. What is certain is said with its numbers; what the material cannot decide is left open.

interface Expected {
  /** Findings, as `severity certainty id`. */
  readonly findings: readonly string[]
  /** What has to be said, somewhere in the findings. */
  readonly says: readonly RegExp[]
  /** What must not be said anywhere. */
  readonly never: readonly RegExp[]
}

const incidents: Readonly<Record<string, Expected>> = {
  'three-votes-not-elected': {
    findings: ['cause likely sentinel-votes-no-majority'],
    says: [
      /All 3 votes/,
      /no split vote/,
      /6 or more sentinels on record/,
      /[Ss]tale entries/,
      /SENTINEL RESET/,
      /num-other-sentinels/,
    ],
    never: [/quorum was not reached/, /unreachable/, /partition/],
  },
  'two-sentinels-one-left': {
    findings: ['cause certain sentinel-majority-lost'],
    says: [
      /As \S+ sees it, only 1 of 2 sentinels is left/,
      /majority is 2/,
      /quorum of 1 only decides when the master counts as down/,
      /third sentinel/,
    ],
    never: [/lower the quorum/i, /not eligible|unfit/],
  },
  'sentinels-cannot-reach-replica': {
    findings: ['risk possible sentinels-reach-replica'],
    says: [
      /Replication is healthy/,
      /does not prove that the sentinels can connect/,
      /protected-mode/,
      /firewall/,
      /SENTINEL REPLICAS .*disconnected/,
    ],
    never: [/priority 0/, /too far behind|too old/],
  },
  'docker-bridge-replica-address': {
    findings: ['cause certain container-address'],
    says: [
      /172\.27\.0\.1 is the gateway/,
      /Sentinels take the addresses of replicas from this list/,
      /replica-announce-ip/,
      /replica-announce-port/,
      /publish that port/,
    ],
    never: [/replication is broken/i],
  },
  'conf-bind-mounted-file': {
    findings: ['cause certain sentinel-conf-not-saved'],
    says: [
      /single file is mounted/,
      /renamed over a mount point/,
      /after a restart .* old master/,
      /[Mm]ount the folder/,
    ],
    never: [/permission/i, /disk is full/],
  },
  'noauth-after-failover': {
    findings: ['cause certain replica-not-authenticated'],
    says: [
      /master_1 has no masterauth/,
      /every node needs masterauth/,
      /"\(Non critical\).*same refusal/,
      /REDIS_MASTER_PASSWORD/,
    ],
    never: [/wrong password was/i, /too old/],
  },
  'auth-pass-lost-on-remove-monitor': {
    findings: ['cause certain sentinel-settings-lost'],
    says: [
      /REMOVE and MONITOR dropped all settings/,
      /auth-pass and auth-user/,
      /On every sentinel: .*SENTINEL SET mymaster auth-pass/,
    ],
    never: [/address is wrong/, /password in redis\.conf is wrong/],
  },
  'tilt-in-kubernetes': {
    findings: [
      'cause certain sentinel-tilt',
      'note certain ended-from-outside',
      'harmless certain harmless-lines',
    ],
    says: [
      /late by more than 2 s, or its clock moved/,
      /No failover starts/,
      /slow DNS/,
      /CPU/,
      /slow disk/,
      /log alone cannot tell/,
      /waitpid lines are harmless/,
      /ended from outside, by SIGTERM/,
    ],
    never: [/sentinel crashed/, /master is broken/],
  },
  'sentinel-acl-too-narrow': {
    findings: ['cause certain sentinel-acl-too-narrow'],
    says: [/\+sentinel\|is-master-down-by-addr/, /\+sdown never becomes \+odown/, /ACL LOG/],
    never: [/quorum (?:is )?too high/, /unreachable/],
  },
  'elected-but-no-good-slave': {
    findings: ['cause certain no-good-replica'],
    says: [
      /election is not the problem/,
      /3 votes/,
      /no replica was fit/,
      /this log does not say/,
      /40 s .* 2 × failover-timeout, which is 20 s/,
      /SENTINEL REPLICAS/,
    ],
    never: [/majority (?:is )?missing/],
  },
  'one-sentinel-loses-the-election': {
    findings: ['harmless certain sentinel-lost-election'],
    says: [/sentinel-b lost the election of epoch 1 to sentinel-a/, /2 of 3 votes/, /harmless/],
    never: [/majority (?:is )?missing/, /the failover failed/],
  },
  'sentinels-monitor-different-masters': {
    findings: ['cause certain sentinel-masters-differ'],
    says: [/3 different masters under the name mymaster/, /does not heal by itself/, /same monitor line/],
    never: [/quorum (?:is )?too low/],
  },
  'replica-older-than-master': {
    findings: ['cause certain replica-too-old'],
    says: [
      /older than its master/,
      /version 2/,
      /for ever, and each round transfers everything \(62 MB\)/,
      /replicas come first/,
    ],
    never: [/is corrupt/, /network/],
  },
  'output-buffer-soft-limit-loop': {
    findings: ['cause certain replica-output-buffer'],
    says: [
      /93 MiB/,
      /soft limit \(64 MB for 60 s\), not the hard one/,
      /still loading/,
      /starts again from zero/,
      /Raise the limit/,
    ],
    never: [/network failure/, /repl-timeout is too/],
  },
  'bgsave-child-outlives-replica-oom': {
    findings: ['cause certain replica-output-buffer'],
    says: [
      /hard limit of 256 MB/,
      /69 s after the BGSAVE/,
      /save goes on although its replica is gone/,
      /must wait for the next BGSAVE/,
    ],
    never: [/disk (?:is )?full/, /repl-timeout is too/],
  },
  'replicas-of-each-other': {
    findings: ['cause certain replication-cycle'],
    says: [
      /redis-0 replicates from redis-1/,
      /redis-1 replicates from redis-0/,
      /there is no master/,
      /REPLICAOF NO ONE/,
      /best data first/,
    ],
    never: [/refused connection is the cause/],
  },
  'replica-data-too-old': {
    findings: [
      'cause likely replica-data-too-old',
      'cause likely sync-broken-off',
      'risk likely node-address-flips',
    ],
    says: [
      /never completed its sync/,
      /cluster-replica-validity-factor/,
      /between 127\.0\.0\.1 and 10\.240\.56\.139/,
      /NAT/,
    ],
    never: [/majority of masters is down/],
  },
  'own-address-stale-after-pod-restart': {
    // One master with all slots has no majority left when it is lost, which is true, too.
    findings: ['cause certain own-address-stale', 'risk likely cluster-shape'],
    says: [
      /announces 10\.244\.3\.10, an old address of its own; its real one is 10\.244\.31\.4/,
      /sends clients to 10\.244\.3\.10:6379/,
      /cluster-announce-ip/,
    ],
    never: [/master is down/],
  },
  'nodes-conf-shard-id-mismatch': {
    findings: ['cause certain shard-ids-differ'],
    says: [
      /not damaged/,
      /shard-id of a replica and that of its master differ/,
      /both sides of 7\.2/,
      /remove shard-id/,
    ],
    never: [/disk corruption/],
  },
  'loopback-first-in-bind': {
    findings: ['cause certain loopback-first-in-bind'],
    says: [/bind lists 127\.0\.0\.1 first/, /source of outgoing cluster bus connections/, /Swap the order/],
    never: [/16379/],
  },
  'open-slot-after-migrate-timeout': {
    findings: ['cause certain open-slots'],
    says: [
      /Slot 3068 is half moved/,
      /migrating on 127\.0\.0\.1:12701 and importing on 127\.0\.0\.1:12702/,
      /All slots are covered, so the cluster serves/,
      /--cluster fix/,
    ],
    never: [/not covered/, /third node is/],
  },
  'replicas-behind-virtual-addresses': {
    findings: ['cause likely sentinels-reach-replica'],
    says: [
      /never reached the replicas 10\.0\.0\.3:6379 and 10\.0\.0\.4:6379/,
      /1\.0 s after it was found/,
      /load balancer or a virtual address/,
      /replica-announce-ip/,
    ],
    never: [/master is down/],
  },
  'follows-itself-by-service-address': {
    findings: ['cause certain master-without-link'],
    says: [
      /10\.0\.20\.2:6379, which redis-master follows, is no master/,
      /NOMASTERLINK, 2 times/,
      /until a sentinel sent it/,
      /it follows itself/,
      /run_id/,
    ],
    never: [/password/, /network/],
  },
  'sentinel-in-two-networks': {
    findings: ['cause likely sentinel-address-flips'],
    says: [/192\.168\.1\.44 and 192\.168\.1\.43/, /two interfaces/, /announce-ip/],
    never: [/quorum/],
  },
  'sentinel-user-without-failover': {
    findings: ['cause certain sentinel-user-rights'],
    says: [/lacks \+failover\./, /-failover-abort-slave-timeout/, /ACL LOG/],
    never: [/quorum/, /unreachable/],
  },
  'bus-certificate-not-trusted': {
    findings: ['cause certain tls-mismatch'],
    says: [
      /on the cluster bus/,
      /tls-auth-clients does not count there/,
      /clientAuth/,
      /root and intermediate/,
    ],
    never: [/port .* blocked/, /speaks without/],
  },
  'probe-without-tls': {
    findings: ['risk certain tls-mismatch'],
    says: [/on the machine of redis/, /3 times/, /exporter/],
    never: [/certificate/, /replication is/],
  },
  'create-behind-mapped-ports': {
    findings: ['cause possible bus-port-unreachable'],
    says: [/10\.0\.0\.19:36975/, /maps it to another one/, /cluster-announce-bus-port/, /nc -vz/],
    never: [/password/],
  },
  'nodes-with-one-announced-address': {
    findings: ['cause certain replica-addresses-shared'],
    says: [
      /3 nodes of a cluster announce one address, 192\.168\.1\.83:6379/,
      /16379/,
      /cluster-announce-port/,
    ],
    never: [/masterauth/],
  },
  'votes-denied-for-an-old-epoch': {
    findings: ['cause certain cluster-vote-missing'],
    says: [/stands for slot 10923 with configEpoch 2/, /at epoch 5/, /CLUSTER NODES/],
    never: [/majority of (?:the )?masters is down/],
  },
  'old-master-back-as-master': {
    findings: ['cause likely two-masters'],
    says: [
      /redis-slave-0 has 1 replica, redis-master-0 has none/,
      /offset 0/,
      /Keep the one that has the replicas/,
    ],
    never: [/partition/, /with a common past/],
  },
  'server-older-than-its-file': {
    findings: ['cause certain replica-too-old'],
    says: [/format version 9/, /Redis 5 and 6/, /This is Redis 4\.0\.9/, /not damaged/],
    never: [/is damaged/, /its master/],
  },
  'two-owners-at-one-epoch': {
    findings: ['cause certain config-epochs-equal', 'note possible nodes-disagree'],
    says: [
      /127\.0\.0\.1:7002 and 127\.0\.0\.1:7005 both own 5461-10922/,
      /both at configEpoch 2/,
      /BUMPEPOCH/,
    ],
    never: [/no owner/],
  },
  'all-pods-at-new-addresses': {
    findings: ['cause likely node-cut-off'],
    says: [
      /reaches none of the 5 other nodes/,
      /names only old ones/,
      /CLUSTER MEET/,
      /kubectl get pods -o wide/,
    ],
    never: [/survives/],
  },
  'node-hears-nobody': {
    findings: ['cause certain slots-uncovered'],
    says: [
      /5461 of 16384/,
      /owners of 10923 do not answer/,
      /sent 5 messages to other nodes and received none/,
      /addresses/,
    ],
    never: [/have no owner/],
  },
  'one-volume-for-all-pods': {
    findings: ['cause certain node-ids-shared'],
    says: [/\/var\/lib\/redis\/nodes\.conf open/, /volumeClaimTemplates/, /lock ends with the process/],
    never: [/damaged|corrupt/],
  },
  'copy-given-up-by-timeout': {
    findings: ['cause likely sync-broken-off'],
    says: [/given up 2 times/, /62 s after replica asked/, /repl-timeout 600/, /from zero/],
    never: [/format version/, /password/],
  },
  'sentinel-heard-and-not-reached': {
    findings: ['cause likely sentinels-down'],
    says: [/1 of 2 sentinels/, /it runs: its last hello .* 10 ms ago/, /26379 is blocked/, /protected-mode/],
    never: [/stays on record/],
  },
  'master-answers-with-an-error': {
    findings: ['cause likely sentinel-password-missing'],
    says: [/755 ms old, the last good one 803 s/, /neither the network/, /NOAUTH/, /DENIED/],
    never: [/quorum/, /is down/],
  },
  'master-stands-still': {
    findings: ['cause likely master-stalls'],
    says: [/back after 0\.3 s without a restart/, /SLOWLOG/, /show nothing of that kind/],
    never: [/crashed/, /partition/],
  },
  'taken-over-by-a-stranger': {
    findings: ['cause certain rdb-unreadable', 'cause certain replicaof-by-client'],
    says: [
      /198\.51\.100\.77, had redis_1 replicate from 203\.0\.113\.41:8886/,
      /No sentinel gave this order/,
      /off the internet/,
    ],
    never: [/does not start/],
  },
  'two-of-three-masters-down': {
    findings: ['cause likely cluster-masters-lost'],
    says: [
      /As 10\.170\.66\.79:26379 sees it, 2 of 3 masters with slots do not answer \(10\.170\.66\.80:26379 and 10\.170\.66\.81:26379\), and the majority is 2/,
      /stay suspected \(fail\?\)/,
      /10\.170\.66\.84:26379 \(of 10\.170\.66\.80:26379\)/,
      /CLUSTER FAILOVER TAKEOVER/,
    ],
    never: [/too old/, /survives the loss/, /no replica: when/],
  },
  'one-master-has-all-slots': {
    findings: ['risk certain cluster-shape'],
    says: [
      /127\.0\.0\.1:30001 has all slots, so it alone votes/,
      /Masters without slots have no vote/,
      /127\.0\.0\.1:30003 is of no help/,
      /at least three masters slots/,
    ],
    never: [/not covered|no owner/],
  },
  'copy-that-never-loads': {
    findings: ['cause likely rdb-unreadable'],
    says: [
      /cannot load it, 9 times in 40 s/,
      /network, repl-timeout and the buffers of the master are not the problem/,
      /line before, which is not here/,
      /CONFIG GET dbfilename/,
    ],
    never: [/damaged/],
  },
  'diskless-copy-over-the-soft-limit': {
    findings: ['cause likely replica-output-buffer', 'note certain backlog-too-small'],
    says: [
      /93 MiB of pending writes: that is over the soft limit \(64 MB for 60 s\), not the hard one of 256 MB/,
      /216 s after the BGSAVE for it began/,
      /read nothing for 222 s/,
      /cut before it says that the client is closed/,
    ],
    never: [/network failed/],
  },
  'replica-stops-acknowledging': {
    findings: ['cause certain backlog-too-small', 'cause likely replica-link-timeout'],
    says: [
      /gave up the link to its replica 2 times: nothing came for repl-timeout \(60 s as Redis ships it\)/,
      /65 s after its copy had been sent/,
      /look at the replica first/,
    ],
    never: [/output buffer/, /RDB is damaged/, /bytes were written/],
  },
  'node-stands-still-for-minutes': {
    findings: ['cause certain process-stood-still'],
    says: [
      /stood still for 11\.5 min: its child had ended/,
      /took over its slots meanwhile \(2eca4212…\)/,
      /"\?" is that of a connection that had broken/,
      /swap/,
    ],
    never: [/does not resolve/, /votes of a majority/],
  },
  'dump-into-the-folder-of-cron': {
    findings: ['cause likely rdb-path-foreign'],
    says: [
      /save as root in \/var\/spool\/cron/,
      /CONFIG SET dir and dbfilename/,
      /conf says something else, so it was changed while it ran/,
      /crontabs/,
      /enable-protected-configs/,
    ],
    never: [/disk is full/, /Look at the disk/],
  },
  'working-folder-is-gone': {
    findings: ['cause certain folder-gone'],
    says: [
      /does not exist any more: each of 4 saves failed/,
      /MISCONF/,
      /redis-cli --rdb copy\.rdb/,
      /Do not restart it first/,
    ],
    never: [/ermission/, /disk is full/, /taken over by/],
  },
  'sentinels-found-and-never-up': {
    findings: ['cause certain sentinel-majority-lost', 'note certain sentinel-quorum'],
    says: [
      /As \S+ sees it, only 1 of 3 sentinels is left/,
      /right after it was found, and never as up/,
      /way from here to its own port \(26379/,
      /security group/,
    ],
    never: [/went with one machine|takes both/, /crashed/],
  },
  'put-back-by-another-sentinel': {
    findings: ['cause likely promotion-timed-out'],
    says: [
      /10\.33\.25\.11:6379 was chosen to be a master, and 0\.9 s later a sentinel made it a replica again \(\+convert-to-slave\)/,
      /2\.8 before its fix/,
    ],
    never: [/refused the command/, /No replica qualified/],
  },
  'down-for-one-of-seven': {
    findings: ['cause likely sdown-not-odown'],
    says: [
      /down for this sentinel for 61 s/,
      /quorum is 2, and 6 other sentinels are on record/,
      /no good answer for 91 s/,
      /needs 4 of all 7/,
      /SENTINEL SENTINELS mymaster/,
    ],
    never: [/quorum is too high/],
  },
  'conf-with-an-empty-master': {
    findings: ['cause certain conf-refused', 'cause certain replica-cannot-connect'],
    says: [
      /"sentinel monitor mymaster {3}2"/,
      /a name, an address, a port and a quorum: some of these are missing/,
      /the address of its master is empty \(":0"\)/,
    ],
    never: [/does not resolve/, /of a newer one/],
  },
  'dual-channel-without-the-right': {
    findings: ['cause likely dual-channel-refused'],
    says: [/\+psync \+replconf \+ping \+sync/, /ACL LOG/, /maxclients/, /only why a whole copy is needed/],
    never: [/backlog/],
  },
  'two-nodes-at-loopback': {
    findings: ['cause certain node-at-loopback'],
    says: [
      /d933a2d1… \(127\.0\.0\.1:6380, the node that was asked\) and dad564b6… \(127\.0\.0\.1:6380, link down\)/,
      /hears an id that it did not expect/,
      /cluster-announce-ip/,
    ],
    never: [/crashed/, /no owner/],
  },
  'master-and-its-only-replica': {
    findings: ['cause likely slots-uncovered'],
    says: [
      /127\.0\.0\.1:16383 failed and still owns 0-5461/,
      /127\.0\.0\.1:16380 failed as well, so there is nobody to elect/,
      /start one of them/,
    ],
    never: [/majority is lost/, /no replica: when/],
  },
  'aof-with-a-damaged-tail': {
    findings: ['cause certain rdb-unreadable'],
    says: [
      /up to byte 18479826 of 18480421/,
      /the 595 bytes behind that/,
      /aof-load-truncated does not help/,
      /Keep a copy/,
    ],
    never: [/RDB file/],
  },
  'greeted-and-never-there': {
    findings: ['risk likely bus-port-unreachable'],
    says: [
      /No node answers at 10\.15\.107\.150:7001 and 10\.15\.107\.150:7000: the cluster serves all slots/,
      /that of 10\.15\.107\.150:7000 does here/,
      /within 60 s/,
    ],
    never: [/one configEpoch/, /does not serve/],
  },
  'all-at-once-for-a-moment': {
    findings: ['risk likely master-stalls'],
    says: [
      /All servers of APICloud .* in the same moment, and were back 93 ms later: sentinel itself, or its network, stood still/,
    ],
    never: [/split/],
  },
  'made-itself-a-master': {
    findings: ['cause certain started-as-master'],
    says: [
      /node-2 made itself a master when it started: no sentinel answered/,
      /append only file was made new/,
      /whole copy from it/,
      /Do not restart the other nodes/,
    ],
    never: [/was elected/],
  },
  'nodes-conf-cut-short': {
    findings: ['cause likely nodes-conf-cut'],
    says: [/middle of its last line/, /Keep a copy/, /vars currentEpoch N/, /disk was full/],
    never: [/have no owner/, /too few/],
  },
  'name-that-does-not-resolve-at-start': {
    findings: ['cause certain conf-refused'],
    says: [
      /well-formed/,
      /did not resolve at that moment/,
      /publishNotReadyAddresses/,
      /resolve-hostnames yes/,
    ],
    never: [/does not know/, /are missing/],
  },
  'sentinel-that-knows-nobody': {
    findings: ['cause likely sdown-not-odown'],
    says: [/10\.101\.55\.204:6379\) as down/, /no other sentinel and no replica/, /service address/, /PING/],
    never: [/[Qq]uorum of/, /majority/],
  },
  'master-at-port-zero': {
    findings: ['cause certain replica-cannot-connect'],
    says: [/address of its master is empty \(":0"\)/, /unset variable/, /GET-MASTER-ADDR-BY-NAME/],
    never: [/password/, /does not resolve/],
  },
  'fork-refused-and-replica-ends': {
    findings: ['cause certain fork-failed', 'note certain crashed'],
    says: [/limit on processes/, /TasksMax/, /ended itself/, /last save failed/],
    never: [/overcommit/, /bug of the server/, /disk is full/],
  },
  'slots-taken-with-too-few-rights': {
    findings: ['cause certain replica-refuses-command'],
    says: [
      /could not do set/,
      /user replicator may not/,
      /ACL SETUSER replicator/,
      /slots stay where they were/,
    ],
    never: [/their data differ/, /network/],
  },
  'two-views-of-one-cluster': {
    findings: ['cause likely slots-uncovered'],
    says: [
      /In the view of one node/,
      /0-5460/,
      /-h 192\.168\.56\.51 -p 7003 CLUSTER NODES/,
      /do not order a takeover/,
    ],
    never: [/: no node serves/],
  },
  'cluster-that-was-never-made': {
    findings: ['cause certain slots-uncovered'],
    says: [/in no cluster/, /cluster_known_nodes:1/, /--cluster create/],
    never: [/bring that node back/, /have failed/],
  },
  'module-that-the-replica-lacks': {
    findings: ['cause certain module-missing'],
    says: [/DL_TENSOR/, /MODULE LIST/, /loadmodule/, /follows from it/],
    never: [/[Nn]etwork/, /damaged/],
  },
  'no-room-for-the-copy': {
    findings: ['cause certain disk-full'],
    says: [/\(394 MiB\)/, /disk of dir is full/, /not the true one/, /repl-diskless-load/],
    never: [/MISCONF/, /repl-timeout/],
  },
  'append-only-write-above-two-gib': {
    findings: ['cause certain disk-full'],
    says: [/2537295275 bytes wait/, /2147479552 at most/, /not of the disk/, /what waits is in no file/],
    never: [/No space/],
  },
  'strangers-at-the-bus-port': {
    findings: ['risk certain bus-foreign-data', 'note certain bus-foreign-data'],
    says: [
      /7 times/,
      /reached from public addresses/,
      /nothing of the data or of the cluster is harmed/,
      /firewall/,
    ],
    never: [/attack/, /corrupt/],
  },
  'hash-read-whole-every-two-hours': {
    findings: ['cause likely slow-commands'],
    says: [/HKEYS/, /8\.5 to 9\.7 s/, /5 times/, /about every 2 h/, /HSCAN/],
    never: [/disk/, /script/],
  },
  'replica-of-an-empty-address': {
    findings: ['cause certain conf-refused'],
    says: [/slaveof {2}6379/, /one of them is missing/, /unset variable/],
    never: [/does not know comes/],
  },
  'two-of-three-sentinels-gone': {
    findings: ['cause likely sentinel-majority-lost'],
    says: [/2 other sentinels are down/, /1 of 3/, /majority is 2/, /with 5 or more/, /num-other-sentinels/],
    never: [/quorum is too/],
  },
  'sentinel-of-0-0-0-0': {
    findings: ['cause certain master-address-unusable'],
    says: [/monitors 0\.0\.0\.0:6379/, /SENTINEL REMOVE/, /operator/],
    never: [/password/],
  },
  'script-that-fails-on-the-replica': {
    findings: ['cause likely replica-refuses-command'],
    says: [/evalsha/, /3 times/, /too many results to unpack/, /data differ/, /Do not fail over/],
    never: [/harmless/],
  },
  'export-newest-first': {
    findings: ['note certain ended-from-outside'],
    says: [/SIGTERM/, /did not crash/],
    never: [/[Oo]ut of memory/, /crashed\b/],
  },
  'placeholders-in-a-start-script': {
    findings: ['cause certain container-network-mixed', 'cause likely sentinel-majority-lost'],
    says: [/172\.31\.0\.3/, /announce-ip/, /2 s from its start/],
    never: [/MASTER_HOST/, /NaN/, /different masters/],
  },
  'client-gives-the-own-address': {
    findings: ['cause certain master-without-link'],
    says: [/follows itself/, /172\.22\.1\.3:58470/, /own address/, /REPLICAOF NO ONE/],
    never: [/password/, /circle/],
  },
  'two-elections-in-one-epoch': {
    findings: ['cause certain cluster-vote-missing', 'note certain cluster-failover-done'],
    says: [/epoch 9/, /3 of the 4/, /another replica stood in the same epoch/, /one vote an epoch/],
    never: [/were down/, /too old/],
  },
  'no-memory-left': {
    findings: ['cause certain crashed', 'cause certain fork-failed'],
    says: [/29998 bytes/, /no bug/, /maxmemory/],
    never: [/most likely a bug/, /disk/i],
  },
  'stop-refused-by-a-full-disk': {
    findings: ['cause certain disk-full', 'cause certain save-failed', 'risk certain ended-from-outside'],
    says: [/No space left/, /SIGTERM, and went on/, /SHUTDOWN NOSAVE/],
    never: [/ended in order/, /crashed/],
  },
  'port-that-is-taken': {
    findings: ['cause certain port-in-use'],
    says: [/port 6384 is in use \(7 times\)/, /pid 16/],
    never: [/firewall/, /crash/],
  },
  'all-addresses-of-another-day': {
    findings: ['cause likely sdown-not-odown', 'harmless certain harmless-lines'],
    says: [
      /heard nobody since it started/,
      /60 s after the start/,
      /100\.106\.63\.159:6379/,
      /SENTINEL MONITOR/,
    ],
    never: [/quorum is wrong/, /will fail over/],
  },
  'replicas-that-flap': {
    findings: ['risk certain sdown-flaps'],
    says: [/172\.20\.74\.231:6379 \(2 times\)/, /1 to 5 s/, /down-after-milliseconds/],
    never: [/master failed/, /crash/],
  },
  'check-without-one-node': {
    findings: ['risk certain cluster-check-failed'],
    says: [/10\.179\.166\.204:7001/, /CLUSTER FORGET/],
    never: [/no owner/, /CLUSTERDOWN/],
  },
  'node-that-knows-nobody': {
    findings: ['cause likely cluster-shape'],
    says: [/knows no other node/, /1 of 16384 slots/, /nodes\.conf/, /bus port/],
    never: [/have no owner/],
  },
  'login-that-gets-no-answer': {
    findings: ['cause certain replica-wrong-password'],
    says: [/no answer to AUTH/, /did not refuse the password/],
    never: [/refuses its password/],
  },
  'replica-at-the-bridge': {
    findings: ['cause likely container-address', 'note certain hosts-survived'],
    says: [/10\.244\.1\.1/, /bridge of the machine/, /replica-announce-ip/],
    never: [/replica is down/],
  },
}

const root = path.join(import.meta.dirname, 'incidents')

function readIncident(name: string): readonly Evidence[] {
  const folder = path.join(root, name)
  return readdirSync(folder).map((file) => readText(file, readFileSync(path.join(folder, file), 'utf8')))
}

test('every incident is expected to have an answer', () => {
  expect(readdirSync(root).toSorted()).toEqual(Object.keys(incidents).toSorted())
})

describe.each(Object.entries(incidents))('%s', (name, {findings: expected, says, never}) => {
  const evidence = readIncident(name)
  const {findings} = diagnose(evidence)
  const words = findings
    .flatMap(({title, why, fix, avoid, collect}) => [title, why, ...fix, ...avoid, ...collect])
    .join('\n')

  test('is diagnosed', () => {
    expect([
      ...new Set(findings.map(({id, severity, certainty}) => `${severity} ${certainty} ${id}`)),
    ]).toEqual(expected)
    for (const pattern of says) expect(words).toMatch(pattern)
    for (const {title, why} of findings)
      for (const pattern of never) expect(`${title} ${why}`).not.toMatch(pattern)
  })

  test('each finding quotes lines that stand in the files', () => {
    for (const {evidence: quotes} of findings) {
      expect(quotes).not.toEqual([])
      for (const {path: file, line, text} of quotes) {
        const row = readFileSync(path.join(root, name, file), 'utf8').split('\n')[line - 1] ?? ''
        expect(row.trim()).toContain(text.slice(0, 12).trim())
      }
    }
  })

  test('every line is understood, and every line of a log recognised', () => {
    expect(evidence.flatMap(({unread}) => unread)).toEqual([])
    const unknown = evidence
      .flatMap(({facts}) => facts)
      .filter((fact) => fact.kind === 'log' && fact.event === undefined)
    expect(unknown).toEqual([])
  })
})
