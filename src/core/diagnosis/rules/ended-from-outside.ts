import {countTimes} from '../count-times.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A process was ended by a signal: it did not crash. */
export const endedFromOutside: Rule = {
  id: 'ended-from-outside',
  needs: 'a log',
  source: 'server.c: sigShutdownHandler',
  isExaminable: (evidence) => evidence.has('log'),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines, isSentinel}): readonly Diagnosis[] => {
      const signals = lines.filter(({message}) => /^Received SIG(?:TERM|INT)\b/.test(message))
      const [signal] = signals
      if (signal === undefined) return []
      const end = lines
        .slice(lines.indexOf(signal))
        .filter(({message}) => /^User requested shutdown|ready to exit/.test(message))
      const kind = /SIG[A-Z]+/.exec(signal.message)?.[0] ?? 'a signal'
      return [
        {
          severity: 'note',
          certainty: 'certain',
          title: `${name} was ended from outside, by ${kind}${signals.length > 1 ? ` (${countTimes(signals)} times)` : ''}.`,
          why: `A ${isSentinel ? 'sentinel' : 'server'} gets ${kind} from outside: a service manager, docker stop, a kubelet whose probe failed or that moves the pod. It ended in order and did not crash.`,
          evidence: [signal, ...end],
          collect: [
            'kubectl describe pod POD   (Events: Liveness probe failed, Killing, Evicted)',
            'journalctl -u redis   or   docker events --since 24h',
          ],
        },
      ]
    }),
}
