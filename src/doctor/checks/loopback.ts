import {isReachable} from '../../engine/host/ports.ts'
import {automaticFix, type Check, manualFix} from '../check.ts'

/** One address for each instance of 1m2r3s, beside 127.0.0.1 for clients. */
const addresses = [2, 3, 4, 5, 6, 7].map((last) => `127.0.0.${last}`)

export const loopback: Check = {
  id: 'loopback',
  title: 'Loopback',
  async run(machine) {
    const why =
      'With up --links every instance speaks from a loopback address of its own, so that a single link between two of them can be cut. Nothing else needs more than 127.0.0.1.'
    if (!(await isUsable('127.0.0.1'))) {
      return {
        status: 'fail',
        found: '127.0.0.1 cannot be used',
        why: 'All instances listen there.',
        fix: manualFix({now: [machine.asRoot('ip link set lo up')]}),
      }
    }
    const usable = await Promise.all(addresses.map(isUsable))
    const missing = addresses.filter((_, index) => !usable[index])
    if (missing.length === 0)
      return {status: 'ok', found: '127.0.0.1 to 127.0.0.7 can be used', why, fix: null}
    return {
      status: 'info',
      found: `${missing.join(', ')} cannot be used`,
      why: `${why} macOS has 127.0.0.1 only, until others are added as aliases.`,
      fix:
        machine.platform === 'darwin'
          ? automaticFix({
              now: missing.map((address) => machine.asRoot(`ifconfig lo0 alias ${address} up`)),
              advice: 'macOS forgets them at a reboot.',
            })
          : manualFix({now: missing.map((address) => machine.asRoot(`ip addr add ${address}/8 dev lo`))}),
    }
  },
}

async function isUsable(address: string): Promise<boolean> {
  try {
    return await isReachable(address)
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'EADDRNOTAVAIL' || code === 'EINVAL') return false
    throw error
  }
}
