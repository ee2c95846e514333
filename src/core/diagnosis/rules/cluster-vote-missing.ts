import type {LogFact} from '../../evidence/facts.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A replica stood for election and did not get the votes of a majority of the masters. */
export const clusterVoteMissing: Rule = {
  id: 'cluster-vote-missing',
  needs: 'the log of a replica of a cluster',
  source: 'cluster.c: clusterHandleSlaveFailover, clusterSendFailoverAuthIfNeeded',
  lab: 'cluster-majority-lost',
  isExaminable: (evidence) =>
    evidence
      .facts('log')
      .some(({message}) =>
        /Start of election delayed|Starting a failover election|unable to failover|Failover auth denied/.test(
          message,
        ),
      ),
  examine: (evidence) => {
    const stale = deniedForSlots(evidence)
    return [...stale, ...(stale.length > 0 ? [] : withoutMajority(evidence))]
  },
}

/** A voter knows a newer owner of a slot than the replica that stands: what the replica says of its slots is out of date. */
function deniedForSlots(evidence: Case): readonly Diagnosis[] {
  const lines = evidence.facts('log').filter(({message}) => /Failover auth denied/.test(message))
  const found = lines.flatMap((line) => {
    const match = /denied to ([0-9a-f]{40}).*?slot (\d+) epoch \((\d+)\) > reqConfigEpoch \((\d+)\)/.exec(
      line.message,
    )
    return match === null
      ? []
      : [{line, who: match[1] ?? '', slot: match[2] ?? '', known: match[3] ?? '', own: match[4] ?? ''}]
  })
  const [first] = found
  if (first === undefined) return []
  const started = evidence.facts('log').filter(({message}) => /^Starting a failover election/.test(message))
  const {who, slot, known, own} = first
  return [
    {
      severity: 'cause',
      certainty: 'certain',
      title: `The replica ${who.slice(0, 8)}… gets no votes: it stands for slot ${slot} with configEpoch ${own}, and a voter knows an owner of it at epoch ${known}.`,
      why: 'A replica stands with the configEpoch of its master, for all slots that it believes its master to have. A voter that has heard of a newer owner of one of them refuses. So the replica has an old list (the slot moved since, by a resharding, a failover or a takeover, and it has not heard of it), or the voter has a false one. It does not end by itself while the two lists stay as they are.',
      evidence: [...started.slice(-1), ...found.map(({line}) => line)],
      fix: [
        `Find out whose slot ${slot} is (below), and have all nodes agree: redis-cli --cluster check HOST:PORT, then --cluster fix.`,
        'When the replica has the right of it, and its master is gone for good: redis-cli -h REPLICA CLUSTER FAILOVER TAKEOVER, which asks nobody and takes a new epoch.',
      ],
      avoid: ['No TAKEOVER while another node serves these slots: its writes since then are lost.'],
      collect: [
        'redis-cli CLUSTER NODES   on the replica, on the voter and on the owner that the voter names, at the same time',
      ],
    },
  ]
}

function withoutMajority(evidence: Case): readonly Diagnosis[] {
  return evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
    const waiting = lines.filter(({message}) =>
      /Currently unable to failover: Waiting for votes/.test(message),
    )
    const expired = lines.filter(({message}) =>
      /Currently unable to failover: Failover attempt expired/.test(message),
    )
    const started = lines.filter(({message}) => /^Starting a failover election/.test(message))
    const won = lines.some(({message}) => /^Failover election won/.test(message))
    if (won || (waiting.length === 0 && expired.length === 0)) return []
    const denied = evidence.facts('log').filter(({message}) => /Failover auth denied/.test(message))
    const counted = lines.findLast(({message}) => votes.test(message))
    const split = splitVote(evidence, name, lines)
    if (split.length > 0)
      return [tellSplit(name, [...split, ...(counted === undefined ? [] : [counted])], counted)]
    const whys = [...new Set(denied.map(({message}) => /: (.*)$/.exec(message)?.[1] ?? ''))].filter(
      (why) => why !== '',
    )
    return [
      {
        severity: 'cause',
        certainty: 'certain',
        title: `${name} stood for election ${started.length > 1 ? `${started.length} times ` : ''}and did not get the votes of a majority of the masters${inNumbers(counted)}.`,
        why:
          'Only masters with slots vote, and more than half of all of them have to, those that are down counted; a master without slots is of no help. ' +
          `${whys.length > 0 ? `Masters refused: ${whys.slice(0, 3).join('; ')}. ` : 'A refusal is in the log of the master that refuses, and none is here. So the masters whose votes are missing were down, did not reach this replica, or refused. '}` +
          'It tries again after 4 × cluster-node-timeout.',
        evidence: [
          ...started.slice(-2),
          ...waiting.slice(-2),
          ...expired.slice(-1),
          ...(counted === undefined ? [] : [counted]),
          ...denied.slice(0, 3),
        ],
        fix: [
          'Bring back the masters that are down, or repair their way to this replica (the bus port, port + 10000, too).',
          'When a majority of masters is lost for good, on this replica: redis-cli CLUSTER FAILOVER TAKEOVER',
        ],
        avoid: [
          'TAKEOVER asks nobody: while the old master may still take writes, the writes of one side are lost.',
        ],
        collect: [
          'redis-cli CLUSTER NODES   on this replica: which masters have the flag fail or fail?',
          'The logs of the masters of that moment: "Failover auth denied to …: REASON"',
        ],
      },
    ]
  })
}

const votes = /^Needed quorum: (\d+)\. Number of votes received so far: (\d+)/

/** How many votes it got of those that it needs, where Valkey says so. */
function inNumbers(counted: LogFact | undefined): string {
  const [, needed, got] = votes.exec(counted?.message ?? '') ?? []
  return needed === undefined ? '' : ` (${got} of the ${needed} that it needs)`
}

/**
 * The lines by which masters gave their vote of that epoch to another: a master votes once an epoch (cluster.c:
 * clusterSendFailoverAuthIfNeeded). Other replicas that stood in the same epoch show it, too. Empty where nothing shows it.
 */
function splitVote(evidence: Case, name: string, lines: readonly LogFact[]): readonly LogFact[] {
  const own = lines.filter(({message}) => election.test(message))
  const epochs = new Set(own.map(({message}) => election.exec(message)?.[1]))
  const refused = lines.filter(({message}) => /^Failover auth NACK \[already-voted\]/.test(message))
  const rivals = evidence.logs
    .filter((log) => log.name !== name)
    .flatMap((log) => log.lines)
    .filter(({message}) => {
      const epoch = (election.exec(message) ??
        /denied to .*: already voted for epoch (\d+)/.exec(message))?.[1]
      return epoch !== undefined && epochs.has(epoch)
    })
  return refused.length + rivals.length === 0 ? [] : [...own.slice(-1), ...refused, ...rivals.slice(0, 3)]
}

const election = /^Starting a failover election for epoch (\d+)/

function tellSplit(name: string, evidence: readonly LogFact[], counted: LogFact | undefined): Diagnosis {
  const [first] = evidence
  const epoch = election.exec(first?.message ?? '')?.[1]
  const refused = evidence.filter(({message}) => /NACK/.test(message)).length
  return {
    severity: 'cause',
    certainty: 'certain',
    title: `${name} did not win its election${epoch === undefined ? '' : ` of epoch ${epoch}`}: ${refused > 0 ? `${refused} masters had voted for another replica` : 'another replica stood in the same epoch'}${inNumbers(counted)}.`,
    why: 'A master gives one vote an epoch, to the one that asks first. When several masters fail at once, or a failover is asked for twice, their replicas ask in one epoch, and each gets a part of the votes. The masters answer: nothing is to be repaired there. Each replica tries again in a later epoch after 4 × cluster-node-timeout, so the slots are without a master for that long.',
    evidence,
    fix: [
      'Wait for the next attempt. A lower cluster-node-timeout makes the pause shorter (and failures are seen earlier, true ones and others).',
      'Masters of several shards on one machine fail together: spread them over the machines.',
    ],
    collect: ['redis-cli CLUSTER NODES   on a master that runs: which masters are left without a successor?'],
  }
}
