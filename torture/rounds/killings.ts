import {readdirSync} from 'node:fs'
import {performance} from 'node:perf_hooks'
import {setTimeout as delay} from 'node:timers/promises'
import {Bystander} from '../bystander.ts'
import {processesOf, type SeenProcess} from '../machine.ts'
import {endIfThere, type Place} from '../place.ts'
import type {RoundOptions} from './round.ts'
import {killRelay, makeVictims, type Ports, type Victim} from './victims.ts'

const victims = makeVictims()

type Scene = Ports & {readonly bystander: Bystander}

/** Commands are killed with SIGKILL at any moment; order can be had again, and nobody else has noticed. */
export async function killings(place: Place, {chance, size, say}: RoundOptions): Promise<void> {
  const other = place.makeHome('other')
  const bystander = await Bystander.start(place, {home: place.home, port: place.port})
  const bystanders = [bystander, await Bystander.start(place, {home: other, port: place.port + 5})]
  const port = place.port + 10
  const scene: Scene = {bystander, port, flags: `--port ${port} --sentinel-port ${port + 10}`}
  for (let killed = 0; killed < size; killed += 1) {
    if (chance.isLucky(1 / (victims.length + 1))) {
      say('the link relay')
      await killRelay(place, scene, chance)
      place.tally.count('killed: the link relay')
    } else {
      const victim = chance.pick(victims)
      const share = chance.next()
      say(`${victim.name}, after ${Math.round(100 * share)} % of ${Math.round(victim.ms)} ms`)
      await killOne(place, victim, {scene, share})
    }
    await lookAround(place, chance.pick(['status', 'timeline --jsonl', 'explain', 'env', 'start all', 'add']))
    await bringOrder(place, chance.pick(['down', 'down', 'up --replace', 'clean']), scene)
    for (const bystander of bystanders) await bystander.checkUntouched(`killing number ${killed + 1}`)
  }
  for (const bystander of bystanders) await bystander.end()
  for (const home of [place.home, other]) {
    await place.must('down --all', {home})
    await place.checkNothingLeft(home)
  }
}

async function killOne(place: Place, victim: Victim, {scene, share}: {scene: Scene; share: number}) {
  await victim.before?.(place, scene.flags)
  const startedAt = performance.now()
  const command = await victim.start(place, scene)
  const isOver = await Promise.race([
    command.ended.then(() => true),
    delay(share * victim.ms).then(() => false),
  ])
  if (isOver) {
    victim.ms = Math.max(100, performance.now() - startedAt)
    place.tally.count(`ended before it was killed: ${victim.name}`)
    place.checkTold(await command.ended)
  } else {
    command.child.kill('SIGKILL')
    await command.ended
    // What it takes varies: those that end late shall be killed late, too.
    victim.ms *= 1.02
    place.tally.count(`killed: ${victim.name}`)
  }
  if (victim.isOwner !== true) return
  // What somebody else asked exec to run is that one's own.
  for (const {pid, commandLine} of processesOf(place.home)) if (commandLine === 'sleep 1') endIfThere(pid)
  await place.eventually(() => victimsProcesses(place, scene), {
    until: (left) => left.length === 0,
    withinMs: 5000,
    sentence: `the deployment of "${victim.name}" outlived it`,
  })
}

/** The commands of somebody who looks what is there. */
async function lookAround(place: Place, more: string): Promise<void> {
  const {json} = await place.must('ls --json')
  const names = json.deployments.map(({name}: {name: string}) => name)
  place.tally.check(names.includes('bystander'), 'ls does not list the bystander', names)
  for (const text of ['status', more]) {
    const told = await place.run(`${text} --name victim${/jsonl/.test(text) ? '' : ' --json'}`)
    const isThere = names.includes('victim')
    if (!isThere) place.tally.check(told.exitCode === 4, `"${told.command}" of what is not there`, told)
  }
}

/** What the documentation says to do. Then the victim is gone, with all that it had. */
async function bringOrder(place: Place, how: string, scene: Scene): Promise<void> {
  const {flags, port} = scene
  if (how === 'up --replace') await place.must(`up 1m --replace --name victim ${flags}`)
  if (how === 'clean') await place.must('clean')
  for (const name of await namesOf(place)) if (name !== 'bystander') await place.must(`down --name ${name}`)
  await place.eventually(() => victimsProcesses(place, scene), {
    until: (left) => left.length === 0,
    withinMs: 3000,
    sentence: 'processes of the victim are left after down',
  })
  const left = readdirSync(place.home).filter((name) => name !== '.locks' && name !== 'bystander')
  place.tally.check(left.length === 0, 'files of the victim are left after down', left)
  place.checkNoPorts(port, 20)
}

async function namesOf(place: Place): Promise<readonly string[]> {
  const {json} = await place.must('ls --json')
  return json.deployments.map(({name}: {name: string}) => name)
}

/** All processes of the state folder that are not the bystander's. */
function victimsProcesses(place: Place, {bystander}: Scene): readonly SeenProcess[] {
  const known = bystander.processes.map(({pid}) => pid)
  return processesOf(place.home).filter(({pid}) => !known.includes(pid))
}
