import type {LogFact} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import {joinNames} from '../../text/join-names.ts'
import {type Case, field} from '../case.ts'
import {type Conf, findConfs, optionOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

const options = ['notification-script', 'client-reconfig-script'] as const

/** SENTINEL_SCRIPT_MAX_RUNNING and SENTINEL_SCRIPT_MAX_QUEUE (sentinel.c). */
const [mostRunning, mostQueued] = [16, 256]

/** A script that sentinels are to run fails, hangs, or is not there on all of them: a failover goes unheard. */
export const sentinelScriptFails: Rule = {
  id: 'sentinel-script-fails',
  needs: 'notification-script or client-reconfig-script in the conf or the replies of a sentinel, or its log',
  source:
    'sentinel.conf: "SCRIPTS EXECUTION"; sentinel.c: sentinelRunPendingScripts, sentinelCollectTerminatedScripts',
  isExaminable: (evidence) =>
    evidence.hasEvents('-script-error', '-script-timeout') ||
    evidence.directives(...options.map((option) => `sentinel ${option}`)).length > 0,
  examine: (evidence) => [...failures(evidence), ...differences(evidence), ...congestions(evidence)],
}

function failures(evidence: Case): readonly Diagnosis[] {
  const failed = evidence.events('-script-error', '-script-timeout')
  return [...groupBy(failed, (line) => `${line.event?.kind} ${field(line, 'path')}`).values()].map(failing)
}

function failing(lines: readonly LogFact[]): Diagnosis {
  const [first] = lines as [LogFact, ...LogFact[]]
  const path = field(first, 'path')
  const who = joinNames([...new Set(lines.map(({stream}) => instanceNameOf(stream)))])
  const times = lines.length === 1 ? 'once' : `${lines.length} times`
  const isLate = first.event?.kind === '-script-timeout'
  const code = field(first, 'exitCode')
  const signal = field(first, 'signal')
  const end = signal === '0' ? `exit code ${code}` : `signal ${signal}`
  return {
    severity: 'cause',
    certainty: 'certain',
    title: isLate
      ? `The script ${path} ran too long on ${who}, and was killed ${times}.`
      : `The script ${path} failed on ${who} ${times}, with ${end}.`,
    why: `What it should have told, nobody was told: the failover itself goes on without it. ${
      isLate
        ? 'A sentinel kills a script after 60 s, and tries it again, up to ten times, while others wait.'
        : code === '2' && signal === '0'
          ? 'Exit code 2 is what a sentinel itself gives where the script cannot be run: it is gone, may not be executed, or the program in its first line is not there, as in a container. A script that ends so by itself is not tried again.'
          : 'It was tried again, up to ten times, if it ended with 1 or by a signal; otherwise it is not.'
    }`,
    evidence: lines,
    fix: [
      `On the machine, or in the container, of ${who}, as the user of the sentinel: run ${path} by hand with the arguments that it gets.`,
      'A sentinel looks whether it may be executed only when it starts and at SENTINEL SET: a file that goes later, by an update or a volume, is noticed at the next event.',
    ],
  }
}

function differences(evidence: Case): readonly Diagnosis[] {
  const confs = findConfs(evidence).filter(({isSentinel}) => isSentinel)
  const masters = new Set(evidence.directives('sentinel monitor').flatMap(({words: [name]}) => name ?? []))
  return [...masters].flatMap((master) => options.flatMap((option) => compare(confs, option, master)))
}

function compare(confs: readonly Conf[], option: string, master: string): readonly Diagnosis[] {
  const own = confs.filter((conf) => optionOf(conf, 'monitor', master) !== undefined)
  const lines = own.map((conf) => ({name: conf.name, line: optionOf(conf, option, master)}))
  const having = lines.filter(({line}) => line !== undefined)
  const lacking = lines.filter(({line}) => line === undefined).map(({name}) => name)
  if (having.length === 0 || lacking.length === 0) return []
  const isReconfig = option === 'client-reconfig-script'
  return [
    {
      severity: 'risk',
      certainty: 'certain',
      title: `${joinNames(lacking)} ${lacking.length === 1 ? 'has' : 'have'} no ${option} of ${master}, and ${joinNames(having.map(({name}) => name))} ${having.length === 1 ? 'has' : 'have'} one.`,
      why: isReconfig
        ? 'Each sentinel calls its own when the master changes, with the role leader on the one that led the failover and observer on the others. Which one leads is not known before: where the script is to act for the leader alone, a failover that one without it leads changes nothing for clients.'
        : 'Each sentinel calls its own for what it sees. Where those with a script are down, or cut off together with the master, nobody is told.',
      evidence: having.flatMap(({line}) => line ?? []),
      fix: [
        `Put the script on the machines of ${joinNames(lacking)}, executable for the user of the sentinel. Then there: redis-cli -p 26379 SENTINEL SET ${master} ${option} PATH, or, as deny-scripts-reconfig is yes by default, the line in sentinel.conf and a restart, one sentinel after another.`,
      ],
    },
  ]
}

/** By the last INFO of each sentinel. */
function congestions(evidence: Case): readonly Diagnosis[] {
  const infos = new Map(
    evidence
      .facts('info')
      .flatMap((info) => (info.fields.has('sentinel_running_scripts') ? [[info.stream, info] as const] : [])),
  )
  return [...infos.values()].flatMap((info): readonly Diagnosis[] => {
    const running = Number(info.fields.get('sentinel_running_scripts'))
    const queued = Number(info.fields.get('sentinel_scripts_queue_length'))
    if (!(running >= mostRunning || queued >= mostQueued)) return []
    return [
      {
        severity: 'risk',
        certainty: 'certain',
        title: `${instanceNameOf(info.stream)} runs ${running} scripts at once, and ${queued} wait or run in all.`,
        why: `A sentinel runs at most ${mostRunning} and keeps at most ${mostQueued}: what comes now is told late, and beyond that the oldest that waits is dropped. The scripts hang, or fail and are tried again.`,
        evidence: ['sentinel_running_scripts', 'sentinel_scripts_queue_length'].flatMap(
          (name) => info.stated.get(name) ?? [],
        ),
        fix: ['Give what the script calls a timeout below 60 s, after which a sentinel kills it.'],
      },
    ]
  })
}
