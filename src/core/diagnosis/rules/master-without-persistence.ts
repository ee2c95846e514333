import {joinNames} from '../../text/join-names.ts'
import {type Conf, findConfs, lastOf, wordOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A server saves nothing, and is started again by itself: an empty master empties its replicas. */
export const masterWithoutPersistence: Rule = {
  id: 'master-without-persistence',
  needs: 'redis.conf with save and appendonly',
  source: 'redis.io, Replication: "Safety of replication when master has persistence turned off"',
  lab: 'empty-master',
  isExaminable: (evidence) => evidence.directives('save', 'appendonly').length > 0,
  examine(evidence) {
    const confs = findConfs(evidence).filter(({isSentinel}) => !isSentinel)
    const isReplicated =
      confs.some((conf) => lastOf(conf, 'replicaof', 'slaveof') !== undefined) ||
      evidence.directives('sentinel monitor').length > 0
    const without = confs.filter(savesNothing)
    if (!isReplicated || without.length === 0) return []
    const finding: Diagnosis = {
      severity: 'risk',
      certainty: 'certain',
      title: `${joinNames(without.map(({name}) => name))} ${without.length === 1 ? 'saves' : 'save'} nothing to disk: a master that is restarted is empty, and its replicas copy that.`,
      why: 'When the process is started again faster than sentinels notice (systemd, Kubernetes, down-after-milliseconds), no failover takes place, and all data is gone on every replica, too.',
      evidence: without.flatMap(({directives}) =>
        directives.filter(({name}) => name === 'save' || name === 'appendonly'),
      ),
      fix: [
        'Turn persistence on: appendonly yes, or save lines. Otherwise keep the service manager from starting it again by itself, so that a failover takes place first.',
      ],
    }
    return [finding]
  },
}

function savesNothing(conf: Conf): boolean {
  const save = lastOf(conf, 'save')
  return save !== undefined && (save.words[0] ?? '') === '' && (wordOf(conf, 'appendonly') ?? 'no') === 'no'
}
