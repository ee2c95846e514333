import path from 'node:path'
import process from 'node:process'
import {setTimeout as delay} from 'node:timers/promises'
import type {Chance} from '../chance.ts'
import {processesOf} from '../machine.ts'
import type {Command, Place} from '../place.ts'
import {root} from '../root.ts'

/** A command that is going to be killed while it works on the deployment "victim". */
export interface Victim {
  readonly name: string
  /** What must be there for it. */
  readonly before?: (place: Place, ports: string) => Promise<void>
  readonly start: (place: Place, ports: Ports) => Command | Promise<Command>
  /** How long it takes at first guess, in milliseconds; learnt from those that end before they are killed. */
  ms: number
  /** Its deployment ends with it, by itself. */
  readonly isOwner?: boolean
}

export interface Ports {
  readonly port: number
  /** The same as options. */
  readonly flags: string
}

const up = (topology: string) => async (place: Place, flags: string) => {
  await place.must(`up ${topology} --name victim ${flags}`)
}

const upOf = (topology: string, ms: number): Victim => ({
  name: `up ${topology}`,
  ms,
  start: (place, {flags}) => place.start(`up ${topology} --name victim ${flags}`),
})

const onOne = (text: string, ms: number, topology = '1m2r'): Victim => ({
  name: text,
  ms,
  before: up(topology),
  start: (place) => place.start(`${text} --name victim`),
})

export const makeVictims = (): readonly Victim[] => [
  upOf('1m1r', 400),
  upOf('1m2r3s', 600),
  upOf('1m1r1s --links', 800),
  upOf('3m --cluster', 800),
  {
    name: 'up --replace',
    ms: 600,
    before: up('1m1r'),
    start: (place, {flags}) => place.start(`up 1m2r --replace --name victim ${flags}`),
  },
  onOne('down', 350, '1m2r3s'),
  onOne('down --keep', 500),
  {
    ...onOne('start all', 500),
    before: async (place, flags) => {
      await up('1m2r')(place, flags)
      await place.must('kill all --name victim')
    },
  },
  onOne('restart replicas', 600),
  // What is to heal it stays behind, whenever that was started.
  onOne('pause n2 --for 20s', 400),
  onOne('partition n2 --for 20s', 400, '1m1r --links'),
  onOne('delay n1 5ms --for 20s', 400, '1m1r --links'),
  onOne('add', 600),
  onOne('load acked-writes --for 1s', 1500),
  {
    name: 'lab run',
    ms: 2000,
    isOwner: true,
    start: (place) => place.start(`lab run ${path.join(root, 'torture/lab.yaml')}`),
  },
  {
    name: 'exec --up',
    ms: 1500,
    isOwner: true,
    start: (place, {flags}) => place.start(`exec --up 1m1r1s --name victim ${flags} -- sleep 1`),
  },
  {
    name: 'a test process that resets',
    ms: 2000,
    isOwner: true,
    start: (place, {port}) =>
      place.spawn(
        process.execPath,
        [path.join(root, 'torture/fixture.js'), 'victim', String(port)],
        'a test process that resets',
        {...place.environment, REDISLAB_HOME: place.home},
      ),
  },
]

/** Kills the link relay of the victim, which no command would do. */
export async function killRelay(place: Place, ports: Ports, chance: Chance): Promise<void> {
  await up('1m1r1s --links')(place, ports.flags)
  const relays = processesOf(path.join(place.home, 'victim')).filter(({commandLine}) =>
    commandLine.startsWith('redislab-relay'),
  )
  place.tally.check(relays.length === 1, 'a deployment with links has one relay', relays)
  await delay(chance.between(0, 200))
  for (const {pid} of relays) process.kill(pid, 'SIGKILL')
  await place.must('heal --name victim')
  await place.must('status --name victim --wait 30s')
}
