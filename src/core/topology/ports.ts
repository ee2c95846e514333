/**
 * The first port from `first` on (moving in steps of `count`) at which `count` ports in a row are free, or undefined
 * when there is no such block.
 *
 * @param isFree asked at most once a port
 */
export async function findFreeBlock(
  first: number,
  count: number,
  isFree: (port: number) => Promise<boolean>,
): Promise<number | undefined> {
  let start = first
  while (start + count - 1 <= 65_535) {
    const taken = await lastTaken(start, count, isFree)
    if (taken === undefined) return start
    start = taken + 1
  }
  return undefined
}

async function lastTaken(start: number, count: number, isFree: (port: number) => Promise<boolean>) {
  for (let port = start + count - 1; port >= start; port -= 1) {
    if (!(await isFree(port))) return port
  }
  return undefined
}
