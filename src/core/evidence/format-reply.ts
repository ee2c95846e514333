/**
 * A reply as redis-cli prints it on a terminal (redis-cli.c: cliFormatReplyTTY): numbered lists in lists, and texts of several
 * lines as they are.
 */
export function formatReply(reply: unknown): readonly string[] {
  if (typeof reply === 'string' && /^OK(?: |$)/.test(reply)) return [reply]
  if (typeof reply === 'string' && reply.includes('\n')) return reply.trimEnd().split(/\r?\n/)
  return formatPart(reply)
}

function formatPart(reply: unknown): readonly string[] {
  if (reply === null || reply === undefined) return ['(nil)']
  if (typeof reply === 'number') return [`(integer) ${reply}`]
  if (reply instanceof Error) return [`(error) ${reply.message}`]
  if (!Array.isArray(reply)) return [JSON.stringify(String(reply))]
  if (reply.length === 0) return ['(empty array)']
  const width = String(reply.length).length
  return reply.flatMap((item, index) => {
    const [first = '', ...others] = formatPart(item)
    const number = `${String(index + 1).padStart(width)}) `
    return [`${number}${first}`, ...others.map((line) => `${' '.repeat(number.length)}${line}`)]
  })
}
