// docs/performance.md: the newest results of every part of the bench.
import {readNewest} from '../../bench/support/newest-results.js'
import {median, ratioOf, round} from '../../bench/support/statistics.js'

/** The name of what bench/bare-start.js takes. */
const bare = 'a bare script: ready'

/** docs/performance.md as the newest results of every part of the bench make it. */
export async function renderPerformance() {
  const parts = ['start', 'program', 'one-node', 'large', 'image', 'cluster', 'links', 'logs']
  const results = Object.fromEntries(
    await Promise.all(parts.map(async (part) => [part, await readNewest(part)])),
  )
  return [
    intro(results),
    bounds(results),
    start(results),
    failover(results),
    program(results),
    large(results),
    inImage(results),
    cluster(results),
    logs(results),
    links(results),
  ].join('\n')
}

function intro({start: {machine}}) {
  return `# What redislab costs

Written by \`npm run docs:performance\` from the newest results in \`bench/results/\`, which \`npm run bench\` measures
(everything takes some eight minutes; \`npm run bench -- --only start --runs 2\` one part of it). Contenders are measured
in turns, each once a run; a ratio is the median of the ratios run by run, so that other work of the machine affects
both. Next to each figure is the floor: the lowest possible value, and why.

The newest: ${machine.cpus} cpus (${machine.cpu}), ${machine.memoryGb} GB, ${machine.platform}, node ${machine.node}, ${machine.server}; load average
${machine.loadAverage} when it began. On a busy machine times are longer; compare the ratios.
`
}

function bounds({start: {samples}, image: {samples: images}, logs: {results: contenders}}) {
  const floors = samples['node -e 0'].map((ms, run) => ms + samples['up: in-process'][run])
  const share = (name) => contenders.find((one) => one.name === name)
  const rows = [
    [
      '`up 1m2r3s`, as a multiple of `node -e 0` plus the same start in a running program',
      'at most 3',
      ratioOf(samples.up, floors),
      (value) => value <= 3,
    ],
    [
      '`up 1m2r3s`, how many times faster than stock settings with natural discovery',
      'at least 8',
      ratioOf(samples['up: stock settings'], samples.up),
      (value) => value >= 8,
    ],
    [
      '`up 1m2r3s --server image:…`, as a multiple of the same with the server of this machine',
      'at most 3',
      ratioOf(images['up: image'], images['up: local']),
      (value) => value <= 3,
    ],
    ...(samples[bare] === undefined
      ? []
      : [
          [
            '`up 1m2r3s` until ready, as a multiple of a bare script that does the same',
            'at most 1.2',
            ratioOf(samples['up: ready'], samples[bare]),
            (value) => value <= 1.2,
          ],
        ]),
    ...['status', 'kill', 'lab list'].flatMap((command) => {
      const own = samples[`processor: ${command}`]
      // Results of before have none.
      if (own === undefined) return []
      const ratio = ratioOf(own, samples['processor: node -e 0'])
      return [
        [
          `\`${command}\`, processor time as a multiple of \`node -e 0\``,
          'at most 2.3',
          ratio,
          (value) => value <= 2.3,
        ],
      ]
    }),
    ['`status`, ms on an idle machine', 'below 300', median(samples.status), (value) => value < 300],
    ['`kill`, ms on an idle machine', 'below 300', median(samples.kill), (value) => value < 300],
    ...['logs', 'timeline'].flatMap((command) => {
      const {shareOfSort, residentMib} = share(`redislab ${command}`)
      const ofMerging = shareOfSort / share('sort -m by time').shareOfSort
      const isHalf = (value) => value >= 0.5
      return [
        [
          `\`${command}\` of a gigabyte, speed as a share of \`sort -m\` by time`,
          'at least 0.5',
          ofMerging,
          isHalf,
        ],
        [
          '… of `sort -m` by whole lines, which takes these files one after the other',
          'at least 0.5',
          shareOfSort,
          isHalf,
        ],
        ['… MiB resident', 'below 150', residentMib, (value) => value < 150],
      ]
    }),
    ...['diagnose', 'open'].flatMap((command) => {
      const foreign = share(`redislab ${command}, compose form`)
      // Results of before have none.
      if (foreign === undefined) return []
      return [
        [
          `\`${command}\` of a gigabyte as docker compose prints it, speed as a share of six files in the form of Redis`,
          'at least 0.5',
          foreign.shareOfOwnForm,
          (value) => value >= 0.5,
        ],
        ['… MiB resident', 'below 200', foreign.residentMib, (value) => value < 200],
      ]
    }),
  ]
  return `## Targets

${table(
  ['', 'target', 'measured', ''],
  rows.map(([what, promised, value, holds]) => [
    what,
    promised,
    String(round(value, 100)),
    holds(value) ? '✔' : '✖',
  ]),
)}`
}

function start({start: {samples, runs}, 'one-node': oneNode}) {
  const row = (what, name, floor) => [what, ms(samples[name]), floor]
  const nothing = inMs(median(samples['node -e 0']))
  return `## From a command to a deployment

\`1m2r3s\`, ${runs} runs; whole processes from start to end, unless stated otherwise.

${table(
  ['', 'median (smallest to largest)', 'floor'],
  [
    row('`node -e 0`', 'node -e 0', 'is the floor of every command: a process of Node that does nothing'),
    row('`redislab --version`', '--version', `${nothing}; the rest is parsing the command line, and oclif`),
    row("`import 'redislab'`", 'import', `${nothing}: most of the library is loaded when it is first used`),
    row('`up 1m2r3s`', 'up', `${nothing}, and what the servers take`),
    row(
      '… as `up` itself counts: until a failover would work',
      'up: ready',
      'six servers start, each replica asks once for a sync, each sentinel is introduced to the others, on cores that they share',
    ),
    // Results of before have none.
    ...(samples[bare] === undefined
      ? []
      : [
          row(
            'the same by a bare script, without checks and records',
            bare,
            'is the floor of a start: bench/bare-start.js',
          ),
        ]),
    row('the same in a program that runs: `startDeployment`', 'up: in-process', 'as above: no start of Node'),
    row(
      '`up 1m2r3s --timing redis`: stock settings, sentinels find each other',
      'up: stock settings',
      '2 s between the hellos by which sentinels find each other, and the INFO that shows them replicas',
    ),
    row('`status`', 'status', `${nothing}, and one round trip to each instance, all at once: below 2 ms`),
    row('`kill n2`', 'kill', `${nothing}, and a signal`),
    row('`down`', 'down', `${nothing}, and until six processes are gone`),
    ...['node -e 0', 'status', 'kill', 'ls', 'lab list'].flatMap((command) => {
      const name = `processor: ${command}`
      if (samples[name] === undefined) return []
      const floor = command === 'node -e 0' ? 'is the floor' : inMs(median(samples['processor: node -e 0']))
      return [row(`processor time of \`${command}\``, name, floor)]
    }),
  ],
)}
A single node for a test suite, in a program that runs (${oneNode.runs} runs):

${table(
  ['', 'median (smallest to largest)', 'floor'],
  [
    ["`startDeployment('1m')`", ms(oneNode.samples['startDeployment 1m']), 'one server that starts'],
    [
      'redis-memory-server, the same binary',
      oneNode.samples['redis-memory-server'] === undefined
        ? 'could not be installed'
        : ms(oneNode.samples['redis-memory-server']),
      'the same',
    ],
  ],
)}`
}

function failover({program: {samples, runs}}) {
  const phase = (what, name, floor) => [what, ms(samples[`failover: ${name}`]), floor]
  const after = inMs(median(samples['failover: down-after']))
  return `## A failover

The master of \`1m2r3s\` is killed as soon as it is up; from the kill, ${runs} runs. None of this time is redislab's: it is what the
settings ask of Redis.

${table(
  ['until', 'median (smallest to largest)', 'floor'],
  [
    phase(
      'sdown: a sentinel counts it as down',
      'sdownMs',
      `${after}, \`down-after-milliseconds\`, from the first try to reconnect: a sentinel tries at most once a second`,
    ),
    phase(
      'odown: enough do',
      'odownMs',
      'as above, and a round of questions: sentinels act ten times a second',
    ),
    phase('elected', 'electedMs', 'as above, and a round of votes'),
    phase('promoted', 'promotedMs', 'as above, and two steps of the leader, 100 ms each'),
    phase(
      'agreed: all sentinels give the new address',
      'agreedMs',
      'as above, and the next INFO: once a second',
    ),
    phase('reattached: all replicas are in sync', 'reattachedMs', 'as above, and the next INFO'),
  ],
)}`
}

function program({program: {samples, runs}}) {
  return `## Between two tests

After a failover, in a program that runs, ${runs} runs: ${round(ratioOf(samples['stop and start'], samples.reset), 100)} times faster.

${table(
  ['', 'median (smallest to largest)', 'floor'],
  [
    [
      '`deployment.reset()`',
      ms(samples.reset),
      'the dead master starts, syncs with nothing to send, and a tick of three timers: sentinels connect every 50 to 100 ms',
    ],
    ['`deployment.close()` and `startDeployment`', ms(samples['stop and start']), 'all six end, and start'],
    ['`deployment.close()`', ms(samples.stop), 'until six processes are gone'],
  ],
)}`
}

function large({large: {samples}}) {
  const names = Object.keys(samples)
    .filter((key) => key.endsWith(': up'))
    .map((key) => key.slice(0, -4))
  const of = (name, key) => samples[`${name}: ${key}`]?.[0]
  return `## Large deployments, and memory

Measured once each. For servers, the table counts only memory that is not shared, which is the smaller part. redislab itself adds nothing: none of
its processes runs next to a deployment; with \`--links\` there is the relay, one process of Node for any number of links,
and its floor is an idle Node.

${table(
  ['', 'processes', 'up', 'ready after', 'status', 'down', 'servers', 'ours'],
  names.map((name) => [
    `\`up ${name}\``,
    of(name, 'instances'),
    inMs(of(name, 'up')),
    inMs(of(name, 'ready')),
    inMs(of(name, 'status')),
    inMs(of(name, 'down')),
    `${Math.round(of(name, 'servers, MiB'))} MiB`,
    of(name, 'ours, processes') === 0
      ? 'nothing'
      : `${Math.round(of(name, 'ours, MiB'))} MiB, ${of(name, 'ours, processes')} process`,
  ]),
)}`
}

function inImage({image: {samples, runs, machine, note}}) {
  const row = (what, name, floor) => [what, ms(samples[name]), floor]
  const timesLocal = (name) => round(ratioOf(samples[`up: image${name}`], samples[`up: local${name}`]), 100)
  const engine = inMs(median(samples['docker run, six at once']))
  return `## A server in an image

\`1m2r3s\` with \`--server image:…\` compared with the same server of this machine, ${runs} runs, in turns; load average ${machine.loadAverage} when it
began${note === undefined ? '' : `; ${note}`}. The whole command takes ${timesLocal('')} times as long as the local one, and ${timesLocal(', ready')} times as long from where \`up\` itself counts: that is little
more than what the engine takes to start containers, of which a local start has none.

${table(
  ['', 'median (smallest to largest)', 'floor'],
  [
    row('`up 1m2r3s`, a server of this machine', 'up: local', 'as above'),
    row('… as `up` itself counts', 'up: local, ready', 'as above'),
    row(
      '`up 1m2r3s --server image:…`',
      'up: image',
      `the local start, and ${engine} for the engine, which starts six containers`,
    ),
    row('… as `up` itself counts', 'up: image, ready', 'as above'),
    row(
      'six times `docker run`, at once, and nothing in them but a shell',
      'docker run, six at once',
      'is the floor of the engine',
    ),
  ],
)}`
}

function cluster({cluster: {samples, floorMs, runs, large: asked}}) {
  return `## A cluster

\`up 3m3r --cluster\` compared with six servers that \`redis-cli --cluster create\` joins, ${runs} runs. The floor is ${inMs(floorMs)}: a
master refuses to serve for that long after its start (\`CLUSTER_WRITABLE_DELAY\`).

${table(
  ['', 'median (smallest to largest)', 'times the floor'],
  [
    ['`up 3m3r --cluster`, whole process', ms(samples.ours), round(median(samples.ours) / floorMs, 100)],
    ['… ready, as `up` itself counts', ms(samples.ready), round(median(samples.ready) / floorMs, 100)],
    [
      'servers and `redis-cli --cluster create`, until all say ok',
      ms(samples.theirs),
      round(median(samples.theirs) / floorMs, 100),
    ],
    [`\`up ${asked.topology} --cluster\`, once`, inMs(asked.ms), round(asked.ms / floorMs, 100)],
  ],
)}
While it starts ${asked.nodes} nodes, \`up\` itself takes ${asked.oursMib} MiB, and is gone when it is done.
`
}

function logs({logs: {results: contenders, bytes, runs}}) {
  return `## Logs

${Math.round(bytes / 1e6)} MB of logs in six files and a journal, whole processes with their output in a file, ${runs} runs.

${table(
  ['', 'MB/s', 'MiB resident', 'times sort -m'],
  contenders.map(({name, mbPerSecond, residentMib, shareOfSort}) => [
    `\`${name}\``,
    mbPerSecond,
    residentMib,
    shareOfSort.toFixed(2),
  ]),
)}
The floor is \`cat\`: each byte is read once and written once. \`sort -m\` compares lines as they are, so that in these files,
whose lines begin with a process id, it takes one file after the other; \`sort -m by time\` orders them as \`logs\` does.
\`diagnose\` and \`open\` read the same lines as those of a deployment that runs elsewhere; \`open\` also keeps them, twice: as they
came, without passwords, and a log for each instance.
\`logs\` reads the time of each line, looks it up in the catalogue, and rewrites it; \`timeline\` writes a hundredth of it,
but has to recognise every line. The work on every line is compiled to WebAssembly:
[decision 10](decisions/0010-lines.md) says what that gained and what else was tried.
`
}

function links({links: {mibPerSecond, roundTripMicroseconds: trip, stalled, runs}}) {
  return `## Links

Through the link relay (\`up --links\`) compared with the direct path, ${runs} runs.

${table(
  ['', 'direct', 'through a link', 'floor'],
  [
    [
      'throughput, MiB/s',
      mibPerSecond.direct,
      mibPerSecond.relayed,
      'each byte is read and written once more: half the direct path where both share a core',
    ],
    [
      'round trip, median, µs',
      trip.direct.median,
      trip.relayed.median,
      'twice the direct path: two sockets more each way',
    ],
    ['round trip, 99th of 100, µs', trip.direct.p99, trip.relayed.p99, 'as above'],
  ],
)}
A receiver that reads nothing for ${stalled.seconds} s under a sender at full speed leaves the relay at ${stalled.relayMib} MiB: what waits is bounded.
`
}

/** @param {readonly number[]} samples */
function ms(samples) {
  const middle = inMs(median(samples))
  return samples.length === 1
    ? middle
    : `${middle} (${inMs(Math.min(...samples))} to ${inMs(Math.max(...samples))})`
}

function inMs(number) {
  return number < 2000 ? `${Math.round(number)} ms` : `${(number / 1000).toFixed(2)} s`
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].map((text) => `${text}\n`).join('')
}
