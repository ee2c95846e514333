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
