/** Begins every key of a probe: a user of ACLs needs rights for no other. */
export const probePrefix = 'redislab:probe:'

/** How long a key of a probe is there at most, should nobody delete it. */
export const probeSeconds = 60

/**
 * Whether a probe may send this to what redislab did not start: SET of its own key with an end, GET and DEL of it, and nothing else.
 *
 * @param words the command and its arguments
 * @param key the one key of this probe
 */
export function isProbeCommand(words: readonly string[], key: string): boolean {
  const [command = '', name, ...rest] = words
  if (command === 'AUTH') return true
  if (!key.startsWith(probePrefix) || name !== key) return false
  if (command === 'GET' || command === 'DEL') return rest.length === 0
  const [value = '', option, seconds] = rest
  return (
    command === 'SET' &&
    rest.length === 3 &&
    /^\d{1,10}$/.test(value) &&
    option === 'EX' &&
    seconds === String(probeSeconds)
  )
}
