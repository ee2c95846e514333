import {randomBytes} from 'node:crypto'
import {connect} from 'node:net'
import path from 'node:path'
import {lookAt, type SeenProcess} from './machine.ts'
import type {Place} from './place.ts'

/** A deployment that nobody has to do with: whatever else happens, its processes and its data stay as they are. */
export class Bystander {
  readonly #place: Place
  readonly home: string
  readonly name: string
  readonly #processes: readonly SeenProcess[]
  readonly #port: number
  readonly #value = randomBytes(8).toString('hex')

  private constructor(
    place: Place,
    {home, name, pids, port}: {home: string; name: string; pids: readonly number[]; port: number},
  ) {
    this.#place = place
    this.home = home
    this.name = name
    this.#processes = pids.flatMap((pid) => lookAt(pid) ?? [])
    this.#port = port
  }

  static async start(place: Place, {home, port}: {home: string; port: number}): Promise<Bystander> {
    const name = 'bystander'
    const {json} = await place.must(`up 1m1r --name ${name} --port ${port} --json`, {home})
    const pids = json.instances.map(({pid}: {pid: number}) => pid)
    const bystander = new Bystander(place, {home, name, pids, port})
    await ask(port, `SET bystander ${bystander.#value}`)
    return bystander
  }

  get processes(): readonly SeenProcess[] {
    return this.#processes
  }

  async checkUntouched(after: string): Promise<void> {
    const {tally} = this.#place
    const whose = `the bystander in ${path.basename(this.home)}`
    for (const {pid, startedAt} of this.#processes) {
      tally.check(lookAt(pid)?.startedAt === startedAt, `after ${after}, process ${pid} of ${whose} is gone`)
    }
    const value = await ask(this.#port, 'GET bystander')
    tally.check(value === this.#value, `after ${after}, ${whose} has other data`, value)
  }

  async end(): Promise<void> {
    await this.#place.must(`down --name ${this.name}`, {home: this.home})
  }
}

/** One inline command to a server of this machine: what it answers, without the framing. */
function ask(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({host: '127.0.0.1', port})
    socket.setTimeout(5000, () => socket.destroy(new Error(`port ${port} does not answer`)))
    socket.on('error', reject)
    let text = ''
    socket.setEncoding('utf8').on('data', (more: string) => {
      text += more
      if (!text.endsWith('\r\n') || /^\$\d+\r\n$/.test(text)) return
      resolve(text.trim().split('\r\n').at(-1) ?? '')
      socket.destroy()
    })
    socket.end(`${command}\r\n`)
  })
}
