import {connect, type Socket} from 'node:net'
import {type MonitoredCommand, parseMonitorLine} from '../core/certify/monitor-line.ts'
import type {PlannedInstance} from '../core/topology/plan.ts'
import {listenAddress} from '../core/topology/plan.ts'

const againMs = 15

/**
 * Listens at one data instance with MONITOR, for as long as it is there and whenever it comes back. What a replica is
 * sent by its master is left out.
 */
export class Monitor implements Disposable {
  readonly #instance: PlannedInstance
  readonly #onCommand: (command: MonitoredCommand) => void
  #socket: Socket | undefined
  #isOver = false
  #rest = ''
  #timer: NodeJS.Timeout | undefined

  constructor(instance: PlannedInstance, onCommand: (command: MonitoredCommand) => void) {
    this.#instance = instance
    this.#onCommand = onCommand
    this.#connect()
  }

  #connect(): void {
    const socket = connect({...listenAddress(this.#instance), noDelay: true})
    this.#socket = socket
    this.#rest = ''
    socket.on('connect', () => socket.write('*1\r\n$7\r\nMONITOR\r\n'))
    socket.on('data', (chunk) => this.#read(chunk.toString('latin1')))
    // Its `close` follows.
    socket.on('error', () => {})
    socket.on('close', () => {
      if (!this.#isOver) this.#timer = setTimeout(() => this.#connect(), againMs)
    })
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\r\n')
    this.#rest = lines.pop() ?? ''
    // While it loads its data it refuses; it is asked again.
    if (lines[0]?.startsWith('-')) this.#socket?.destroy()
    for (const line of lines) {
      const command = parseMonitorLine(line.slice(1))
      if (command !== undefined) this.#onCommand(command)
    }
  }

  [Symbol.dispose](): void {
    this.#isOver = true
    clearTimeout(this.#timer)
    this.#socket?.destroy()
  }
}
