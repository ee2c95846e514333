import process from 'node:process'

/** The columns of the terminal; undefined for a file or a pipe, whose lines are not wrapped. */
export function terminalWidth(stream: NodeJS.WriteStream = process.stdout): number | undefined {
  return stream.isTTY ? stream.columns : undefined
}
