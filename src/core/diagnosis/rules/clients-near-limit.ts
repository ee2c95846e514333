import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {findServerReplies, linesOf, numberIn} from '../server-replies.ts'

/** From here on a few clients more, as after a failover, when all connect again, are too many. */
const share = 0.85

/** A server has nearly as many clients as it takes: replicas and sentinels are clients, too. */
export const clientsNearLimit: Rule = {
  id: 'clients-near-limit',
  needs: 'INFO clients of a server',
  source: 'redis.conf: maxclients; networking.c: acceptCommonHandler; valkey#3944',
  isExaminable: (evidence) => findServerReplies(evidence).some(({info}) => info.fields.has('maxclients')),
  examine: (evidence) =>
    findServerReplies(evidence).flatMap((server): readonly Diagnosis[] => {
      // INFO leaves replicas out of connected_clients, and the limit does not.
      const clients = numberIn(server, 'connected_clients') + (numberIn(server, 'connected_slaves') || 0)
      const limit = numberIn(server, 'maxclients')
      if (!(clients >= limit * share)) return []
      return [
        {
          severity: 'risk',
          certainty: 'certain',
          title: `${server.name} has ${clients} of the ${limit} clients that it takes, replicas included.`,
          why: 'One more than the limit is refused: an application, but also a replica that comes back, and a sentinel that connects again. A sentinel that is refused counts the server as down, and a replica does not get its copy. After a failover all clients of the old master come to the new one at once.',
          evidence: linesOf(server, 'connected_clients', 'connected_slaves', 'maxclients'),
          fix: [
            'See who holds them: redis-cli CLIENT LIST. Clients that open connections and do not close them are the usual cause.',
            'Raise it, with the limit of open files of the process: redis-cli CONFIG SET maxclients NUMBER on every server, then CONFIG REWRITE.',
          ],
        },
      ]
    }),
}
