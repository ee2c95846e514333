/** Writes a number of bytes as a person would: `640 MB`, `23.5 GB`. */
export function formatBytes(bytes: number): string {
  const megabytes = bytes / 2 ** 20
  return megabytes < 1000 ? `${Math.round(megabytes)} MB` : `${(megabytes / 1024).toFixed(1)} GB`
}
