import {setTimeout as delay} from 'node:timers/promises'

/** Waits until a condition holds; fails with a sentence, and with what was seen last, when it does not in time. */
export async function eventually<Value>(
  look: () => Promise<Value> | Value,
  {withinMs, message, until}: {withinMs: number; message: string; until: (value: Value) => boolean},
): Promise<Value> {
  const deadline = Date.now() + withinMs
  while (true) {
    const value = await look()
    if (until(value)) return value
    if (Date.now() > deadline)
      throw new Error(`${message}; seen last: ${JSON.stringify(value)?.slice(0, 2000)}`)
    await delay(25)
  }
}
