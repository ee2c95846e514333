const places = 39
/** Users that follow each other have places far from each other, since one whose place is full goes on upwards. */
const step = 32
const portsPerPlace = 20

/**
 * Where the ports of a user begin when none is asked for: 7100 and 27100 for root (0), for everybody else one of 39
 * places from there on. Users of one machine do not know of each other's dead instances, whose ports seem free, and
 * whose sentinels would make a replica of whatever listens there (docs/decisions/0005-ports.md). None of these ports is
 * one that test suites of clients name: 6379 to 6402, 7000 to 7005, 16379 to 16385, 26379 to 26381, 30000 and up.
 */
export function usualPorts(uid: number): {readonly redis: number; readonly sentinel: number} {
  const offset = ((uid * step) % places) * portsPerPlace
  return {redis: 7100 + offset, sentinel: 27_100 + offset}
}

/**
 * The first port from `first` on at which `count` ports in a row are free, or undefined when there is no such block.
 *
 * @param isFree asked at most once a port
 */
export async function findFreeBlock(
  first: number,
  count: number,
  isFree: (port: number) => Promise<boolean>,
): Promise<number | undefined> {
  let start = first
  for (let port = first; start + count - 1 <= 65_535; port += 1) {
    if (!(await isFree(port))) start = port + 1
    else if (port === start + count - 1) return start
  }
  return undefined
}
