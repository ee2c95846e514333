import type {LogFact, ServiceFact} from '../../evidence/facts.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** What an error of the system means for a file that is replaced by rename (rename(2), open(2)). */
const reasons: readonly {
  readonly pattern: RegExp
  readonly title: string
  readonly why: string
  readonly fix: string
}[] = [
  {
    pattern: /Device or resource busy/i,
    title: 'a single file is mounted there, and a file cannot be renamed over a mount point.',
    why: 'The file itself is the mount (a bind-mounted file, a ConfigMap with subPath). EBUSY has no other reason here.',
    fix: 'Mount the folder instead of the file, and keep the file inside it: -v /host/sentinel1:/etc/sentinel … redis-sentinel /etc/sentinel/sentinel.conf',
  },
  {
    pattern: /Permission denied|Operation not permitted/i,
    title: 'the sentinel may not write there.',
    why: 'A sentinel writes a new file beside its conf and renames it: it needs to write the folder, not only the file.',
    fix: 'Give the folder to the user that the sentinel runs as.',
  },
  {
    pattern: /Read-only file system/i,
    title: 'its folder is read-only.',
    why: 'A ConfigMap or Secret volume is read-only.',
    fix: 'Copy the conf into a writable folder first (an init container), and start the sentinel from there.',
  },
  {
    pattern: /No space left/i,
    title: 'the disk is full.',
    why: 'The new file could not be written.',
    fix: 'Free space on that disk.',
  },
]

/** A sentinel cannot save its conf: what it has learnt is lost with the next restart. */
export const sentinelConfNotSaved: Rule = {
  id: 'sentinel-conf-not-saved',
  needs: 'the log of a sentinel',
  source: 'sentinel.c: sentinelFlushConfig; config.c: rewriteConfigOverwriteFile replaces the file by rename',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => isSentinel),
  examine: (evidence) =>
    evidence.logs.flatMap((log): readonly Diagnosis[] => {
      const failed = log.lines.filter(
        ({event, message}) =>
          event?.kind === 'sentinel-config-unsaved' ||
          /Could not (?:rename|create) tmp config file/.test(message),
      )
      const [first] = failed
      if (first === undefined) return []
      const reason = reasons.find(({pattern}) => failed.some(({message}) => pattern.test(message)))
      const mounts = reason === reasons[0] ? mountedFiles(evidence) : []
      return [
        {
          severity: 'cause',
          certainty: reason === undefined ? 'likely' : 'certain',
          title: `${log.name} cannot save its sentinel.conf: ${reason?.title ?? reasonIn(first)}`,
          why:
            `${reason?.why ?? ''} A sentinel keeps its id, the epochs, the present master and the other sentinels in that file. ` +
            'Nothing of it is saved now: after a restart it begins with the file as it was written by hand, with the old master and a new id.',
          evidence: [...failed, ...mounts],
          fix: [
            reason?.fix ?? 'Make the folder of sentinel.conf writable for the sentinel.',
            'Then have it saved: redis-cli -p 26379 SENTINEL FLUSHCONFIG, and look at the file.',
          ],
          collect:
            mounts.length > 0 || reason !== reasons[0]
              ? []
              : ['docker inspect CONTAINER   (Mounts: is the source a file?)'],
        },
      ]
    }),
}

function mountedFiles(evidence: Case): readonly ServiceFact[] {
  return evidence
    .facts('service')
    .filter(({volumes}) =>
      volumes.some((volume) => /\.conf(?::\w+)?$/.test(volume.replace(/:(?:ro|rw|z|Z)$/, ''))),
    )
}

function reasonIn({message}: LogFact): string {
  return `${/[(:] ?([^():]+)\)?$/.exec(message)?.[1] ?? 'the reason is in the line'}.`
}
