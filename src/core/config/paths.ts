/** The path that a server means which runs in a folder: without `.`, `..` and doubled slashes. */
export function resolvePath(directory: string, path: string): string {
  const parts: string[] = []
  for (const part of (path.startsWith('/') ? path : `${directory}/${path}`).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

/** Whether a path that a server means is in the folder where it runs. */
export function isInside(directory: string, path: string): boolean {
  return resolvePath(directory, path).startsWith(`${resolvePath(directory, '.')}/`)
}
