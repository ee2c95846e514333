import type {LogFact} from '../../evidence/facts.ts'
import type {ProcessLog} from '../case.ts'
import {countTimes} from '../count-times.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A server does not start: another process has its port. */
export const portInUse: Rule = {
  id: 'port-in-use',
  needs: 'the log of a server that did not start',
  source: 'server.c: listenToPort, initListeners: a server ends when it cannot listen; bind(2): EADDRINUSE',
  isExaminable: (evidence) => evidence.hasEvents('listen-failed'),
  examine: (evidence) => evidence.logs.flatMap(inLog),
}

function inLog({name, lines, isSentinel}: ProcessLog): readonly Diagnosis[] {
  const failed = lines.filter(isTaken)
  const [first] = failed
  const last = failed.at(-1)
  if (first === undefined || last === undefined) return []
  const port = portOf(first)
  const ready = lines.filter(
    ({message}) => /ready to accept connections/i.test(message) && message.endsWith(` ${port}`),
  )
  // A later start found the port free: the earlier process had only not ended yet.
  if (ready.some((line) => lines.indexOf(line) > lines.indexOf(last))) return []
  const holder = ready.findLast((line) => lines.indexOf(line) < lines.indexOf(first))
  const kind = isSentinel ? 'sentinel' : 'server'
  return [
    {
      severity: 'cause',
      certainty: 'certain',
      title: `${name} does not start: port ${port} is in use (${countTimes(failed)} times).`,
      why: holder?.pid
        ? `By the same log a ${kind} with pid ${holder.pid} began to serve on that port before, and no line says that it ended: most likely it still runs, and what starts the others (a supervisor, a service beside a container, a script) does not know of it. Each new one ends at once.`
        : `Another process listens there: an earlier ${kind} that still runs, one that the system started as a service, or another program. This one ended at once.`,
      evidence: [...(holder === undefined ? [] : [holder]), ...failed],
      fix: [
        'See which process has the port (below). Where it is the one that should serve, start no second one; else end it, and then start this one.',
        'Two servers on one machine each need a port of their own (in a cluster port + 10000 as well), and a dir of their own.',
      ],
      avoid: [`Do not end the process before you know that it is not the ${kind} that serves.`],
      collect: [
        `ss -ltnp 'sport = :${port}'`,
        `redis-cli -p ${port} INFO server   (process_id, uptime_in_seconds)`,
      ],
    },
  ]
}

function isTaken({message, event}: LogFact): boolean {
  return event?.kind === 'listen-failed' && /Address (?:already )?in use/.test(message)
}

function portOf({message}: LogFact): string {
  return /:(\d+): bind:/.exec(message)?.[1] ?? '?'
}
