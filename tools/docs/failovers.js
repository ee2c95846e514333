// docs/failovers.md: what bench/failovers.js measured last.
import {readNewest} from '../../bench/support/newest-results.js'
import {quantile} from '../../bench/support/statistics.js'

/** The newest result of each kind: what was done in between, and down-after. */
export async function readMeasured() {
  const [fresh, settled, ...shorter] = await Promise.all(
    ['reset-1500ms', 'start-1500ms', 'reset-1000ms', 'reset-1250ms'].map(async (kind) => {
      const measured = await readNewest(`failovers-${kind}`)
      const failovers = measured.failovers.filter(({tilt}) => !tilt)
      return {...measured, failovers, tilted: measured.failovers.length - failovers.length}
    }),
  )
  const [fast, fastAtOnce] = await Promise.all(
    ['reset-fast-600ms', 'reset-fast-4-at-once-600ms'].map((kind) => readNewest(`failovers-${kind}`)),
  )
  return {fresh, settled, shorter, fast, fastAtOnce}
}

const phases = [
  ['sdownMs', 'sdown', 'the first sentinel counts the master as down'],
  ['odownMs', 'odown', 'enough of them do'],
  ['electedMs', 'elected', 'one of them leads the failover'],
  ['promotedMs', 'promoted', 'the replica has become a master'],
  ['writableMs', 'writable', 'a probe that writes every 5 ms got a write through'],
  ['agreedMs', 'agreed', 'every sentinel gives clients the new address'],
  ['reattachedMs', 'reattached', 'the other replica follows the new master, in sync'],
]

export function renderFailovers({fresh, settled, shorter, fast, fastAtOnce}) {
  const {machine, at} = fresh
  return `# How long a failover takes

Measured by \`npm run bench:failovers\`, \`${fresh.topology}\`, the master ended with SIGKILL, ${machine.server}, ${machine.cpus} cores, Node
${machine.node}, ${at.slice(0, 10)}. All times are counted from the kill, in milliseconds, with \`--timing lab\` and \`down-after\`
${fresh.downAfterMs} ms, the default.

## What a test may rely on

A deployment that has run for more than a second has a master that takes writes again after **${at50(settled, 'writableMs')} ms** (the median of
${settled.failovers.length} failovers; the slowest took ${most(settled, 'writableMs')} ms). When the master is killed right after the start or a \`reset\`,
as in most tests, it is **${at50(fresh, 'writableMs')} ms** (${fresh.failovers.length} failovers; the slowest ${most(fresh, 'writableMs')} ms): a sentinel reopens its connection to a
master at most once a second, and counts \`down-after\` from the first unanswered try (sentinel.c,
sentinelReconnectInstance). A sentinel that has just connected waits for the rest of that second.

\`awaitFailover()\` returned after ${at50(fresh, 'doneMs')} ms (${most(fresh, 'doneMs')} at most), \`reset()\` took ${at50(fresh, 'restMs')} ms (${most(fresh, 'restMs')} at most): a test with one
failover in it takes about ${Math.round((at50(fresh, 'doneMs') + at50(fresh, 'restMs')) / 100) / 10} s, and most of that is Redis's own timers.

## ${fresh.failovers.length} in a row, with a reset in between

${tableOf(fresh)}

Until it is writable:

${histogramOf(fresh)}

All ${fresh.failovers.length} recovered. ${againOf(fresh)}${tiltsOf(fresh)}

## ${settled.failovers.length} in a row, each old master started again

Nothing is reset: the dead master is started, becomes a replica (a sentinel waits for 8 s before it makes it one), and when all is
ready the next master is killed.

${tableOf(settled)}

Until it is writable:

${histogramOf(settled)}

All ${settled.failovers.length} recovered. ${againOf(settled)}${tiltsOf(settled)}

## With \`--timing fast\`

For tests: sentinels that PING, ask and greet more often than any conf can tell them to ([decision 19](decisions/0019-fast-timing.md)),
${fast.failovers.length} failovers in a row and ${fastAtOnce.failovers.length} of four deployments at once, each with a reset in between, ${fast.at.slice(0, 10)}, on a machine that was
busy with other things (load average ${fast.machine.loadAverage} and ${fastAtOnce.machine.loadAverage} on ${fast.machine.cpus} cores).

One at a time:

${tableOf(fast)}

Four at once:

${tableOf(fastAtOnce)}

${fastVerdict([fast, fastAtOnce])}

## Nothing grows

| | after | memory of the servers | of the test process | its descriptors | files | bytes besides the logs | ms until writable, median of the tenth |
|---|---|---|---|---|---|---|---|
${[fresh, settled].flatMap(growthOf).join('\n')}

Logs grow by what Redis writes: ${Math.round(logGrowth(fresh) / 1000)} kB a failover with its reset.

## A shorter \`down-after\`

| down-after | failovers | writable, median | writable, slowest | followed by a second failover |
|---|---|---|---|---|
${[...shorter, fresh].map(rowOfDownAfter).join('\n')}

That is one failover at a time. With three deployments failing over at once on two cores, 5 of 42 with 1000 ms were followed by a second
failover, and none of 90 with 1500 ms: [decision 7](decisions/0007-down-after.md) says why, and why the default is not shorter.
`
}

/** Whether each failover was one try, and was the last. */
function fastVerdict(measured) {
  const all = measured.flatMap(({failovers}) => failovers)
  const count = (isOne) => all.filter(isOne).length || 'none'
  return `Of all ${all.length}, ${count(({attempts}) => attempts > 1)} needed a second try, ${count(({further}) => further > 0)} was followed by an unrequested second failover, and in ${count(({tilt}) => tilt)} a
sentinel went into TILT.`
}

function tableOf(measured) {
  const rows = phases.map(([field, name, means]) => {
    const values = sorted(measured, field)
    return `| ${name} | ${means} | ${values[0]} | ${quantile(values, 0.5)} | ${quantile(values, 0.9)} | ${quantile(values, 0.99)} | ${values.at(-1)} |`
  })
  return [
    '| phase | when | fastest | median | 90 % | 99 % | slowest |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

const binMs = 50

function histogramOf(measured) {
  const values = sorted(measured, 'writableMs')
  const bins = new Map()
  const first = Math.floor(values[0] / binMs)
  for (let bin = first; bin <= Math.floor(values.at(-1) / binMs); bin += 1) bins.set(bin, 0)
  for (const value of values) bins.set(Math.floor(value / binMs), bins.get(Math.floor(value / binMs)) + 1)
  const highest = Math.max(...bins.values())
  const counted = [...bins]
  const isGap = (index) => counted[index]?.[1] === 0
  const lines = counted.flatMap(([bin, count], index) => {
    // Of a long gap one line is left.
    if (isGap(index - 1) && isGap(index) && isGap(index + 1)) return []
    if (isGap(index - 1) && isGap(index)) return ['            ⋮']
    const range = `${bin * binMs}–${(bin + 1) * binMs - 1} ms`.padStart(13)
    return `${range}  ${'█'.repeat(Math.ceil((count / highest) * 40)).padEnd(40)}  ${count}`
  })
  return ['```', ...lines, '```'].join('\n')
}

function growthOf(measured) {
  const {failovers, stock, between} = measured
  const [, first] = stock
  const last = stock.at(-1)
  const size = first.round
  const tenth = (round) =>
    quantile(
      failovers.slice(round - size, round).map(({writableMs}) => writableMs),
      0.5,
    )
  const how = between === 'reset' ? 'with resets' : 'without'
  return [first, last].map(
    ({round, serversMib, ownMib, ownDescriptors, files, otherBytes}) =>
      `| ${how} | ${round} failovers | ${serversMib} MiB | ${ownMib} MiB | ${ownDescriptors} | ${files} | ${otherBytes} | ${tenth(round)} |`,
  )
}

function logGrowth({stock, failovers}) {
  return (stock.at(-1).logBytes - stock[0].logBytes) / failovers.length
}

function rowOfDownAfter(measured) {
  const {downAfterMs, failovers} = measured
  return `| ${downAfterMs} ms | ${failovers.length} | ${at50(measured, 'writableMs')} ms | ${most(measured, 'writableMs')} ms | ${further(measured)} |`
}

function further({failovers}) {
  return failovers.filter((failover) => failover.further > 0).length
}

/** Rounds in which this machine stood still for 2 s say something about the machine. */
function tiltsOf({tilted}) {
  if (tilted === 0) return ''
  const rounds = tilted === 1 ? 'One more, in which' : `${tilted} more, in which`
  return ` ${rounds} the machine stood still for over 2 s and the sentinels went into TILT for 30 s, recovered as well, and is not counted.`
}

function againOf(measured) {
  const count = further(measured)
  if (count === 0) return 'None was followed by an unrequested second failover.'
  return `${count} ${count === 1 ? 'was' : 'were'} followed by an unrequested second failover.`
}

function sorted({failovers}, field) {
  return failovers.map((failover) => failover[field]).toSorted((a, b) => a - b)
}

function at50(measured, field) {
  return quantile(sorted(measured, field), 0.5)
}

function most(measured, field) {
  return sorted(measured, field).at(-1)
}
