import process from 'node:process'
import {sharesTerminal} from '../../engine/host/shares-terminal.ts'

const ctrlC = '\u0003'

/** Whether a person can press keys: of a process in the background a terminal takes none. */
export function canReadKeys(): boolean {
  return process.stdin.isTTY === true && sharesTerminal()
}

/**
 * Gives out each key as it is pressed, until disposed of. The terminal does not show what is typed meanwhile. Ctrl-C stays
 * what it is: it interrupts this process.
 */
export function listenToKeys(onKey: (key: string) => void): Disposable {
  const {stdin} = process
  const onData = (typed: Buffer) => {
    const keys = typed.toString()
    if (keys.includes(ctrlC)) process.kill(process.pid, 'SIGINT')
    else onKey(keys)
  }
  stdin.setRawMode(true)
  stdin.on('data', onData).resume()
  return {
    [Symbol.dispose]: () => {
      stdin.off('data', onData).pause()
      stdin.setRawMode(false)
    },
  }
}
