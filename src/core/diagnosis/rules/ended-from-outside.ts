import type {LogFact} from '../../evidence/facts.ts'
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
      const unready = signals.filter((line) => isBeforeReady(lines, line))
      const kind = /SIG[A-Z]+/.exec(signal.message)?.[0] ?? 'a signal'
      const refused = lines.filter(({message}) =>
        /^(?:Error trying to save the DB, can't exit|SIGTERM received but errors trying to shut down)/.test(
          message,
        ),
      )
      const last = refused.at(-1)
      if (
        last !== undefined &&
        !lines.slice(lines.indexOf(last)).some(({message}) => /ready to exit/.test(message))
      )
        return [wentOn(name, kind, signal, refused)]
      if (!isSentinel && unready.length > 1 && unready.length === signals.length)
        return [neverReady(name, kind, unready, lines)]
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

/** Whether a server was ended before it was ready, by the lines since its start. */
function isBeforeReady(lines: readonly LogFact[], signal: LogFact): boolean {
  const before = lines.slice(0, lines.indexOf(signal))
  const start = before.findLastIndex(({message}) =>
    /(?:Redis|Valkey) is starting|^Running mode=/.test(message),
  )
  return (
    start !== -1 && !before.slice(start).some(({message}) => /ready to accept connections/i.test(message))
  )
}

function neverReady(
  name: string,
  kind: string,
  signals: readonly LogFact[],
  lines: readonly LogFact[],
): Diagnosis {
  const starts = signals.flatMap(
    (signal) =>
      lines
        .slice(0, lines.indexOf(signal))
        .findLast(({message}) => /^Running mode=|is starting/.test(message)) ?? [],
  )
  const loads = lines.filter(({message}) =>
    /^(?:Loading RDB produced|Reading RDB (?:base file|preamble)|RDB memory usage)/.test(message),
  )
  return {
    severity: 'cause',
    certainty: 'likely',
    title: `${name} is ended by ${kind} each time before it is ready to serve (${countTimes(signals)} times).`,
    why: 'It does not crash: something outside ends it while it still loads its data, and starts it again. Mostly a liveness probe whose time is shorter than the loading: a server that loads answers LOADING, or not at all, and each restart begins from zero.',
    evidence: [...starts, ...loads.slice(0, 2), ...signals],
    fix: [
      'Give it the time that it needs: a startupProbe (failureThreshold × periodSeconds above the longest loading), or a higher initialDelaySeconds of the liveness probe; and let LOADING pass for alive.',
      'Docker and systemd: start_period of the healthcheck, TimeoutStartSec of the unit.',
    ],
    avoid: [
      'Do not delete its files so that it starts faster: as a master it would be empty, and its replicas after it.',
    ],
    collect: [
      'kubectl describe pod POD   (Events: Liveness probe failed, Killing)',
      'redis-cli INFO persistence   while it loads (loading_eta_seconds)',
    ],
  }
}

/** server.c: prepareForShutdown: a save that fails stops the end, so that nothing is lost by it. */
function wentOn(name: string, kind: string, signal: LogFact, refused: readonly LogFact[]): Diagnosis {
  return {
    severity: 'risk',
    certainty: 'certain',
    title: `${name} was told to end, by ${kind}, and went on: its last save failed.`,
    why: 'With save points a server saves before it ends, and refuses to end when that fails, since what is in memory is on no disk then. Whatever stopped it mostly sends SIGKILL after a while (systemd 90 s, docker 10 s, Kubernetes 30 s): all since the last save that worked is lost then.',
    evidence: [signal, ...refused],
    fix: [
      'Repair why it cannot save (another finding, or the lines before), then redis-cli BGSAVE, and stop it again.',
      'When the data is not needed, or a replica has all of it: redis-cli SHUTDOWN NOSAVE',
    ],
    avoid: ['No kill -9 while its data is in memory alone.'],
    collect: ['redis-cli INFO persistence   (rdb_changes_since_last_save, rdb_last_save_time)'],
  }
}
