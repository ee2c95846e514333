import type {Reason, Story} from '../../explaining/facts.ts'

const manners: Readonly<Record<string, string>> = {
  'manual-failover-accepted':
    'in agreement with its master, which takes no writes until the replica has everything: no write is lost',
  'forced-failover-accepted':
    'by election, without asking its master: what the master had not sent yet is lost',
  takeover: 'without asking anybody, by an epoch of its own making: not even a majority of the masters',
}

/** Somebody asked for it, and in which manner. */
export function askedFor(story: Story): readonly Reason[] {
  const handedOver = story.ofKind('shutdown-failover-requested', 'shutdown-failover-accepted')
  if (handedOver.length > 0) return [atShutdown(story, handedOver)]
  const evidence = story.ofKind(...Object.keys(manners))
  const [first] = evidence
  if (first === undefined) return []
  const command = {'forced-failover-accepted': ' FORCE', takeover: ' TAKEOVER'}[first.kind] ?? ''
  return [
    {
      text: `${first.instance} was asked to take over (CLUSTER FAILOVER${command}), ${manners[first.kind]}.`,
      evidence: [...story.cause, ...evidence, ...story.ofKind('manual-failover-ready')],
    },
  ]
}

/** A master of Valkey 9 asks the replica that has every write to take over (cluster_legacy.c: clusterAutoFailoverOnShutdown). */
function atShutdown(story: Story, evidence: Reason['evidence']): Reason {
  const {oldMaster} = story.incident
  const replica = evidence.find(({kind}) => kind === 'shutdown-failover-accepted')?.instance ?? 'a replica'
  return {
    text: `${oldMaster} shut down and handed over to ${replica}, which had every write and stood for election at once (shutdown-on-sigterm failover).`,
    evidence: [...story.cause, ...evidence],
  }
}
