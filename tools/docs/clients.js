// docs/clients.md: how clients came through certify, from the results that are kept in bench/results/clients.
import {existsSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import path from 'node:path'
import {bugs, clients} from './clients-list.js'

const folder = path.resolve(import.meta.dirname, '../../bench/results/clients')

const read = async (name) => {
  const file = path.join(folder, `${name}.json`)
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : undefined
}

/** The kept results of every client that there are any of, and those of the bugs. */
export async function readCertificates() {
  const rows = await Promise.all(
    clients.map(async (client) => ({
      ...client,
      readme: await read(`${client.id}.readme`),
      settings: client.settings === undefined ? undefined : await read(`${client.id}.settings`),
      settingsText: client.settings,
    })),
  )
  const shown = await Promise.all(
    bugs.map(async (bug) => ({
      ...bug,
      before: await find(bug.has, bug.scenario),
      after: await find(bug.hasNot, bug.scenario),
    })),
  )
  return {rows: rows.filter(({readme}) => readme !== undefined), shown}
}

async function find({file}, scenario) {
  const found = (await read(file))?.scenarios.find(({id}) => id === scenario)
  if (found === undefined) throw new Error(`bench/results/clients/${file}.json says nothing of ${scenario}.`)
  return found
}

export function renderClients({rows, shown}) {
  const all = rows.flatMap(({readme, settings}) => [readme, settings].filter(Boolean))
  const days = [...new Set(all.map(({at}) => at.slice(0, 10)))].sort()
  return `# How clients come through failovers

\`redislab certify\` took each client through its scenarios, on ${serversOf(all)}, ${days.length > 1 ? `${days[0]} to ${days.at(-1)}` : days[0]}. The programs are in
[drivers](../drivers/README.md), the scenarios in [certify](certify.md); \`npm run docs:clients\` writes this page from what certify said.

A client is tried **as its README says**, which is what a beginner gets, and **with settings** that make it notice faults. ${adviceFrom(rows)}
Four scenarios ran at a time, on two cores: times are for comparing. A second more or less means nothing, and a storm just above the limit means little.

## Given to the old master

What matters most, and what no error tells: for how long, and how often, a client wrote to a master that had been replaced, or to
a foreign cluster, in all scenarios of the suite together. These writes are gone. No client hears of a new master at once: half a second in each failover is as good as it gets.

${table(
  [
    'client',
    'mode',
    'as its README says: passed',
    'silent',
    'writes',
    'with settings: passed',
    'silent',
    'writes',
  ],
  rows.flatMap((row) => ['sentinel', 'cluster'].flatMap((suite) => summaryOf(row, suite))),
)}

## With Sentinel

${legend}

${matrixOf(rows, 'sentinel')}

## In clusters

${matrixOf(rows, 'cluster')}

## The settings

${table(
  ['client', 'what was set, beyond its README'],
  rows.filter(({settings}) => settings !== undefined).map(({name, settingsText}) => [name, settingsText]),
)}

## What was wrong

What still fails with settings. Of clients that were not tried with any: what the tables do not say already.

${rows.map(problemsOf).filter(Boolean).join('\n\n')}
${bugsOf(shown)}`
}

/** The settings are no advice where a client passes less with them. */
function adviceFrom(rows) {
  const worse = rows.filter(
    ({readme, settings}) =>
      settings !== undefined && passedOf(settings, 'cluster') < passedOf(readme, 'cluster'),
  )
  const names = new Intl.ListFormat('en').format(worse.map(({name}) => name))
  const warning = `: in clusters ${names} passed fewer scenarios with them`
  return `The settings are for Sentinel${worse.length === 0 ? '' : warning}.`
}

const judgedOf = (certificate, suite) =>
  (certificate?.scenarios ?? []).filter((one) => one.suite === suite && one.outcome !== 'skipped')
const passedOf = (certificate, suite) =>
  judgedOf(certificate, suite).filter(({outcome}) => outcome === 'passed').length

const legend = `One word a scenario: as the README says → with settings; one word where both are the same. **follows** passes, at most five seconds later than
the servers would have taken its writes; *follows* with a remark has another fault. (1 of 3): one run of three ended so. A dash: not tried, or the library cannot do it.`

function serversOf(all) {
  const names = new Set(all.flatMap(({scenarios}) => scenarios.map(({server}) => server)))
  return [...names].sort().join(' and ')
}

function summaryOf({name, readme, settings}, suite) {
  const half = (certificate) => {
    const judged = judgedOf(certificate, suite)
    if (judged.length === 0) return undefined
    const sum = (key) => judged.reduce((total, one) => total + one[key], 0)
    return [
      `${passedOf(certificate, suite)} of ${judged.length}`,
      `${(sum('silentMs') / 1000).toFixed(1)} s`,
      `${sum('silentWrites')}`,
    ]
  }
  const [first, second] = [half(readme), half(settings)]
  if (first === undefined && second === undefined) return []
  return [[name, suite, ...(first ?? ['–', '–', '–']), ...(second ?? ['–', '–', '–'])]]
}

function matrixOf(rows, suite) {
  const shown = rows.filter(({readme}) =>
    readme.scenarios.some((one) => one.suite === suite && one.outcome !== 'skipped'),
  )
  const ids = new Map(
    shown
      .flatMap(({readme}) => readme.scenarios.filter((one) => one.suite === suite))
      .map(({id, number}) => [id, number]),
  )
  return table(
    ['scenario', ...shown.map(({name}) => name.replace(/ \(Debian\)|, .*/g, ''))],
    [...ids]
      .toSorted(([, a], [, b]) => a - b)
      .map(([id]) => [`\`${id}\``, ...shown.map((row) => cellOf(row, id))]),
  )
}

function cellOf({readme, settings}, id) {
  const words = [readme, settings]
    .filter(Boolean)
    .map(({scenarios}) => wordOf(scenarios.find((one) => one.id === id)))
  return [...new Set(words)].join(' → ')
}

function wordOf(scenario) {
  if (scenario === undefined || scenario.verdict === null) return '–'
  if (scenario.outcome === 'passed') return 'follows'
  const {came} = scenario
  const howOften = came === undefined ? '' : ` (${came.times} of ${came.of})`
  if (scenario.verdict !== 'follows') return `**${scenario.verdict}**${howOften}`
  return `*follows, ${scenario.reasons.map(({kind}) => kind.replaceAll('-', ' ')).join(', ')}*`
}

/** What the tables do not say already. */
function problemsOf({name, readme, settings}) {
  const {scenarios} = settings ?? readme
  const failed = scenarios.filter(
    ({outcome, verdict}) =>
      outcome === 'failed' &&
      (settings !== undefined || ['follows', 'follows late', 'crashes'].includes(verdict)),
  )
  const cannot = new Map()
  for (const {id, skipped} of scenarios) {
    if (skipped?.startsWith(cannotDo)) cannot.set(skipped, [...(cannot.get(skipped) ?? []), `\`${id}\``])
  }
  if (failed.length + cannot.size === 0) return ''
  const lines = [
    ...failed.map(({id, reasons}) => `- \`${id}\`: ${reasons.map(({text}) => text).join(' ')}`),
    ...[...cannot].map(([why, ids]) => `- ${ids.join(', ')}: skipped, since ${why.slice(cannotDo.length)}.`),
  ]
  return `**${name}**${settings === undefined ? ', as its README says' : ''}\n\n${lines.join('\n')}`
}

const cannotDo = 'the client cannot do this: '

function bugsOf(shown) {
  if (shown.length === 0) return ''
  const result = ({verdict, outcome, reasons}) =>
    outcome === 'passed' ? 'follows' : `**${verdict}**: ${reasons.map(({text}) => text).join(' ')}`
  return `
## Bugs, and the versions without them

The same driver, the same scenario, as the README says; only the version of the library differs.

${table(
  ['what', 'scenario', 'has it', 'certify said', 'has it not', 'certify said'],
  shown.map(({what, scenario, has, hasNot, before, after}) => [
    what,
    `\`${scenario}\``,
    has.version,
    result(before),
    hasNot.version,
    result(after),
  ]),
)}
`
}

function table(head, lines) {
  const row = (cells) => `| ${cells.join(' | ')} |`
  return [row(head), row(head.map(() => '---')), ...lines.map(row)].join('\n')
}
