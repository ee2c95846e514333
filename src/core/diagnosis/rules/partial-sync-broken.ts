import {field} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A partial resync is granted and the link breaks at once, again and again. */
export const partialSyncBroken: Rule = {
  id: 'partial-sync-broken',
  needs: 'the log of a replica',
  source: 'replication.c: replicationResurrectCachedMaster, replicationCacheMaster',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => !isSentinel),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const broken = lines.flatMap((granted, index) => {
        if (!/^Successful partial resynchronization with/.test(granted.message)) return []
        const next = lines.slice(index + 1, index + 6)
        const cached = next.find(({message}) =>
          /^Caching the disconnected (?:master|primary) state/.test(message),
        )
        const ms = cached?.at == null || granted.at === null ? undefined : cached.at - granted.at
        const ordered = next.some(({message}) =>
          /^(?:REPLICAOF|SLAVE OF|MASTER MODE|User requested shutdown)/.test(message),
        )
        if (cached === undefined || ordered || (ms !== undefined && ms > soonMs)) return []
        const asked = lines
          .slice(Math.max(0, index - 4), index)
          .findLast(({message}) => /^Trying a partial resynchronization/.test(message))
        return [{granted, cached, ms, offset: /:(\d+)\)/.exec(asked?.message ?? '')?.[1]}]
      })
      if (broken.length < 2) return []
      const offsets = [...new Set(broken.flatMap(({offset}) => offset ?? []))]
      const known = broken.flatMap(({ms}) => ms ?? [])
      const lost = lines
        .filter(({event}) => event?.kind === 'master-lost')
        .map((line) => field(line, 'reason'))
      return [
        {
          severity: 'cause',
          certainty: 'likely',
          title: `The link of ${name} breaks ${known.length === 0 ? 'right' : `${(Math.max(...known) / 1000).toFixed(1)} s`} after each partial resync that its master grants, ${broken.length} times.`,
          why:
            'What it missed is there, so no whole copy is made, and the backlog is long enough; a moment after it starts to come the connection is closed.' +
            `${offsets.length === 1 && broken.length > 1 ? ` It asks for the same offset each time (${offsets[0]}), so nothing came through, or nothing was written.` : ''} ` +
            'Either the master closes it (the backlog is larger than client-output-buffer-limit allows at once, CLIENT KILL, a limit of a proxy), or the replica does (a command of the stream that it cannot read), or something between them. The log of the master says which.' +
            `${lost.some((reason) => reason !== '') ? ` ${[...new Set(lost)].join('; ')}.` : ''}`,
          evidence: broken.flatMap(({granted, cached}) => [granted, cached]),
          fix: [
            'Read the log of the master of the same seconds first (below).',
            'To get past the place in the stream: have the replica take a whole copy. On the replica: redis-cli REPLICAOF NO ONE, then REPLICAOF HOST PORT again after a write of its own, or restart it without its file.',
          ],
          collect: [
            'The log of the master: "Connection with replica … lost", "overcoming of output buffer limits", "Protocol error"',
            'redis-cli CONFIG GET client-output-buffer-limit; redis-cli INFO replication   on the master (repl_backlog_histlen)',
          ],
        },
      ]
    }),
}

/** A link that works lasts longer. */
const soonMs = 5000
