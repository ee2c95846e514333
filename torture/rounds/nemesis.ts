import {readFileSync} from 'node:fs'
import path from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import type {Chance} from '../chance.ts'
import type {Place} from '../place.ts'
import type {RoundOptions} from './round.ts'

interface Shape {
  readonly topology: string
  readonly options: string
  readonly targets: readonly string[]
}

const shapes: readonly Shape[] = [
  {
    topology: '1m2r3s',
    options: '',
    targets: ['master', 'n1', 'n2', 'n3', 's1', 's2', 'replicas', 'sentinels'],
  },
  {topology: '1m2r3s', options: '--links', targets: ['master', 'n1', 'n2', 's1', 's2', 'replicas']},
  {topology: '1m1r', options: '--persist aof', targets: ['n1', 'n2', 'all']},
  {topology: '1m2r', options: '--links', targets: ['n1', 'n2', 'n3', 'replicas']},
  {topology: '3m3r', options: '--cluster', targets: ['n1', 'n2', 'n4', 'n5', 'shard:1', 'replicas']},
  {topology: '3m3r', options: '--cluster --links', targets: ['n1', 'n3', 'n4', 'n6']},
]

/** Any faults, in any order, under clients that write: all of it can be explained, and all comes back. */
export async function nemesis(place: Place, {chance, size, say}: RoundOptions): Promise<void> {
  const shape = chance.pick(shapes)
  const {topology, options} = shape
  const ports = options.includes('--cluster')
    ? `--port ${place.port + 6000}`
    : `--port ${place.port} --sentinel-port ${place.port + 20}`
  const up = `up ${topology} ${options} ${ports}`.replaceAll(/ +/g, ' ')
  say(up)
  await place.must(up)
  place.tally.count(`nemesis on ${topology} ${options}`.trim())
  const story = [up]
  const tell = (text: string) => {
    story.push(text)
    say(story.join('; '))
  }
  const rate = options.includes('--cluster') ? ' --master shard-1' : ''
  const load = place.start(`load acked-writes --rate 100 --json${rate}`)
  // One that finds no master is refused, and rightly.
  const journal = path.join(place.home, 'default', 'journal.jsonl')
  await place.eventually(() => readFileSync(journal, 'utf8'), {
    until: (text) => text.includes('"load-started"'),
    withinMs: 30_000,
    sentence: 'the load did not begin',
  })
  for (let done = 0; done < size; done += 1) {
    const fault = draw(shape, chance)
    tell(fault)
    const told = await place.run(`${fault} --json`)
    place.tally.count(`fault: ${fault.split(' ')[0]}, exit code ${told.exitCode}`)
    await delay(chance.between(0, chance.isLucky(0.3) ? 4000 : 800))
    if (chance.isLucky(0.3)) await lookAround(place)
  }
  // It looks what survived while all is still broken, or when all is well again.
  const isEarly = chance.isLucky(0.3)
  if (isEarly) load.child.kill('SIGINT')
  tell(isEarly ? 'an end of the load, then order' : 'then order')
  await bringBack(place, options.includes('--links'))
  load.child.kill('SIGINT')
  const report = await load.ended
  checkLoad(place, report)
  await lookAround(place)
  await place.must('down')
  await place.checkNothingLeft(place.home)
  place.checkNoPorts()
}

function draw({options, targets}: Shape, chance: Chance): string {
  const target = chance.pick(targets)
  const data = chance.pick(targets.filter((each) => !each.startsWith('s')))
  const some = chance.pick(['', '', ` --for ${chance.between(100, 4000)}ms`])
  const faults = [
    `kill ${target}${some}`,
    `kill ${target}${some}`,
    `stop ${target}${some}`,
    `pause ${target}${some}`,
    `restart ${target}`,
    `start ${target}`,
    `resume ${target}`,
    `sleep ${data} ${chance.between(50, 3000)}ms`,
    `disconnect ${data}`,
    `fill ${data} --for ${chance.between(100, 2000)}ms`,
    `set ${data} replica-priority ${chance.pick([0, 1, 100])} --for ${chance.between(100, 2000)}ms`,
    `set ${data} min-replicas-to-write 1 --for ${chance.between(100, 2000)}ms`,
    options.includes('--cluster') ? `failover ${data}` : 'failover',
  ]
  const links = [
    `partition ${target}${some}`,
    `partition ${data} --one-way${some}`,
    `partition ${data} --reset${some}`,
    `partition ${data} --from clients${some}`,
    `delay ${data} ${chance.between(1, 500)}ms${some}`,
    'heal',
  ]
  return chance.pick(options.includes('--links') ? [...faults, ...links, ...links] : faults)
}

/** What a person would do: heal the links, wake what is frozen, start what is down, and wait. */
async function bringBack(place: Place, hasLinks: boolean): Promise<void> {
  if (hasLinks) await place.must('heal')
  await place.eventually(
    async () => {
      const {json} = await place.must('status --json')
      if (json.ready) return json
      for (const {name, state} of json.instances) {
        if (state === 'paused') await place.run(`resume ${name}`)
        if (state === 'dead' || state === 'stopped') await place.run(`start ${name}`)
      }
      await delay(500)
      return json
    },
    {until: ({ready}) => ready, withinMs: 90_000, sentence: 'the deployment did not come back to ready'},
  )
  place.tally.count('came back to ready')
}

function checkLoad(
  place: Place,
  told: {readonly exitCode: number | null; readonly json: Record<string, unknown>},
): void {
  const {tally} = place
  tally.check(told.exitCode === 130 || told.exitCode === 0, 'the load did not end as it was asked to', told)
  const {acknowledged, surviving, lost, notChecked} = told.json
  tally.check(typeof acknowledged === 'number' && acknowledged >= 0, 'the load counted nothing', told.json)
  if (surviving === null) {
    tally.check(
      typeof notChecked === 'string' && notChecked !== '',
      'the load does not say why it did not look',
      told.json,
    )
    tally.count('loads that could not look what survived, and say why')
    return
  }
  const sum = Number(surviving) + Number(lost)
  tally.check(acknowledged === sum, 'acknowledged is not surviving + lost', told.json)
  tally.count('writes acknowledged', Number(acknowledged))
  tally.count('writes acknowledged and lost', Number(lost))
}

/** What has happened can be read at each moment, in the order of time, that of each log kept, and each failover that did not happen has a reason. */
async function lookAround(place: Place): Promise<void> {
  const {tally} = place
  const {stdout} = await place.must('timeline --jsonl')
  let last = ''
  // A server and its child write to one log: who was stamped first may write last, and stands where it was written.
  const latest = new Map<unknown, string>()
  for (const line of stdout.split('\n').filter(Boolean)) {
    let entry: {at?: unknown; instance?: unknown} = {}
    try {
      entry = JSON.parse(line)
    } catch {
      tally.check(false, 'a line of the timeline is not JSON', line)
    }
    const {at, instance} = entry
    tally.check(typeof at === 'string', 'a line of the timeline has no time', line)
    const before = latest.get(instance) ?? ''
    const moment = String(at) > before ? String(at) : before
    tally.check(moment >= last, `a line of the timeline comes after ${last}`, line)
    latest.set(instance, moment)
    last = moment
  }
  tally.count('lines of timelines', stdout.split('\n').length - 1)
  await place.must('timeline')
  const {json} = await place.must('explain --json')
  for (const incident of json.incidents) {
    const {summary, reasons, outcome} = incident
    tally.check(typeof summary === 'string' && summary !== '', 'an incident has no summary', incident)
    const isWhole =
      reasons.length > 0 &&
      reasons.every(({text}: {text: unknown}) => typeof text === 'string' && text !== '')
    if (outcome !== 'failed-over')
      tally.check(isWhole, 'a failover that did not happen has no reason', incident)
    tally.count(`explained: ${outcome}`)
  }
}
