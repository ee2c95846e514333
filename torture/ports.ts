import {blocks, claimBlock} from '../test/support/port-block.ts'

let placesSoFar = 0

/** How many ports a round has, for masters, replicas and sentinels of all its deployments. */
const perPlace = 100

/** Ports that nobody else has who tortures or tests on this machine; rounds take turns with them. */
export async function portsOfPlace(): Promise<{readonly first: number; readonly count: number}> {
  const block = await claimBlock()
  const turn = placesSoFar % Math.floor((blocks.ports - 1) / perPlace)
  placesSoFar += 1
  return {first: block + turn * perPlace, count: perPlace}
}
