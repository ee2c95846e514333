import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A sentinel does not start: it may not write its conf. */
export const sentinelConfNotWritable: Rule = {
  id: 'sentinel-conf-not-writable',
  needs: 'the log of a sentinel',
  source: 'sentinel.c: sentinelIsRunning checks that its conf can be written, and ends otherwise',
  isExaminable: (evidence) => evidence.has('log'),
  examine(evidence) {
    const lines = evidence
      .facts('log')
      .filter(({message}) => /Sentinel config file \S+ is not writable/.test(message))
    const [first] = lines
    if (first === undefined) return []
    const reason = /not writable: ([^.]+)/.exec(first.message)?.[1] ?? ''
    const isReadOnly = /Read-only/.test(reason)
    const finding: Diagnosis = {
      severity: 'cause',
      certainty: 'certain',
      title: `The sentinel does not start: it may not write its sentinel.conf (${reason}).`,
      why: 'A sentinel keeps its id, the epochs and the present master in its conf, so it refuses to run where it could not save them.',
      evidence: lines,
      fix: [
        isReadOnly
          ? 'A ConfigMap, a Secret and a :ro mount are read-only: copy the file into a writable folder first (an init container, an entrypoint), and start the sentinel from there.'
          : 'Give file and folder to the user that the sentinel runs as: chown redis: /etc/redis /etc/redis/sentinel.conf',
      ],
      collect: ['ls -la FOLDER; id; mount | grep FOLDER   as the user that the sentinel runs as'],
    }
    return [finding]
  },
}
