import type {LogFact} from '../../evidence/facts.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A server may have fewer clients than its conf says, since the system allows fewer open files. */
export const maxclientsReduced: Rule = {
  id: 'maxclients-reduced',
  needs: 'the log of a server or sentinel from its start',
  source: 'server.c: adjustOpenFilesLimit keeps 32 files (CONFIG_MIN_RESERVED_FDS) for itself',
  isExaminable: (evidence) => evidence.has('log'),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const reduced = lines.findLast(({message}) => isReduced.test(message))
      if (reduced === undefined) return []
      const [, files = '', clients = ''] = isReduced.exec(reduced.message) ?? []
      const asked = lines.filter(({message}: LogFact) =>
        /^You requested maxclients of|can't set maximum open files/.test(message),
      )
      const wanted = /maxclients of (\d+)/.exec(
        asked.findLast(({message}) => message.startsWith('You requested'))?.message ?? '',
      )?.[1]
      return [
        {
          // A few thousand are enough for most, and known limits of many machines.
          severity: Number(clients) < fewClients ? 'risk' : 'note',
          certainty: 'certain',
          title: `${name} takes ${clients} clients at most${wanted === undefined ? '' : `, not the ${wanted} that it asked for`}: the system allows it ${files} open files.`,
          why: 'It keeps 32 for itself (files, the log, connections of a cluster or of sentinels). Replicas, sentinels and monitoring are clients like all others: when all places are taken, they get "max number of clients reached" as well, and a sentinel that reconnects counts the server as down. That clients were refused, these lines do not say.',
          evidence: [...asked, reduced],
          fix: [
            `Raise the limit on open files above ${wanted === undefined ? 'maxclients' : wanted} + 32: LimitNOFILE= of the unit, ulimit -n, ulimits of the container; then restart, since it is set once.`,
          ],
          collect: [
            'redis-cli INFO clients   (connected_clients); redis-cli INFO stats   (rejected_connections)',
          ],
        },
      ]
    }),
}

const fewClients = 1000

const isReduced = /^Current maximum open files is (\d+)\. maxclients has been reduced to (\d+)/
