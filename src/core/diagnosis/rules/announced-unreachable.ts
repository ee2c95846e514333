import type {AskedFact} from '../../evidence/facts.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** Instances tell clients an address at which they are not reached. */
export const announcedUnreachable: Rule = {
  id: 'announced-unreachable',
  needs: 'a deployment that was asked by its address',
  source:
    'redis.io, Sentinel: "Sentinel, Docker, NAT, and possible issues"; sentinel.conf: announce-ip; redis.conf: replica-announce-ip',
  isExaminable: (evidence) => evidence.has('asked'),
  examine: (evidence) =>
    evidence
      .facts('asked')
      .filter(
        ({problem, address}) => problem !== undefined && isOfNetwork(problem) && !isDown(evidence, address),
      )
      .map((fact) => describe(evidence, fact)),
}

/** Not answered at all: one that asks for a password was reached. */
function isOfNetwork(problem: string): boolean {
  return !/^(?:[A-Z]{3,} |refused: |left out)/.test(problem)
}

/** Whether those who know it take it for down, too: then it is no matter of its address. */
function isDown(evidence: Case, address: string): boolean {
  const rows = evidence
    .facts('sentinel-row')
    .filter(({fields}) => `${fields.get('ip')}:${fields.get('port')}` === address)
  if (rows.some(({fields}) => /s_down|disconnected/.test(fields.get('flags') ?? ''))) return true
  return evidence
    .facts('cluster-node')
    .some(({node}) => node.address === address && (node.flags.includes('fail') || !node.isConnected))
}

function describe(evidence: Case, fact: AskedFact): Diagnosis {
  const {address, problem} = fact
  const elsewhere = evidence
    .facts('asked')
    .find((other) => other.address === address && other.problem === undefined)?.reachedAt
  return {
    severity: 'risk',
    certainty: elsewhere === undefined ? 'likely' : 'certain',
    title: `${address} is announced to clients, and is not reached from here.`,
    why:
      `The others name it, and none says that it is down; from here there is no answer: ${problem}. ` +
      (elsewhere === undefined
        ? 'It may be behind NAT, in a network of containers, or behind a firewall.'
        : `The same process answers at ${elsewhere}.`) +
      ' Clients ask sentinels, or the cluster, for addresses: one at the place where this was asked cannot follow a failover to it.',
    evidence: [fact],
    fix: [
      'Have it announce an address that clients reach: replica-announce-ip and replica-announce-port, sentinel announce-ip, cluster-announce-ip.',
      `If only redislab stands elsewhere: redislab open … --map ${address}=HOST:PORT`,
    ],
    collect: [`From where the clients are: redis-cli -h HOST -p PORT PING   for ${address}`],
  }
}
