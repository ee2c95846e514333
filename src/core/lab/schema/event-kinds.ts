import {z} from 'zod/mini'
import {knownKinds} from '../../redis/catalogue/all-entries.ts'
import {findNearest} from '../../text/nearest.ts'
import {journalKinds} from '../../timeline/entries/journal-entry.ts'

/** Every kind that an entry of the timeline can have. `unknown` is that of a line which nobody knows. */
const eventKinds: ReadonlySet<string> = new Set([...knownKinds, ...journalKinds, 'unknown'])

/** A kind of event. One that nobody ever tells would be awaited in vain, or never seen for the wrong reason. */
export const eventKind = z.string().check(
  z.check<string>((payload) => {
    const {value} = payload
    if (eventKinds.has(value) || value.includes('${')) return
    const nearest = findNearest(value, [...eventKinds])
    const hint =
      nearest === undefined
        ? 'the kinds are those that `redislab timeline --jsonl` prints'
        : `did you mean \`${nearest}\`?`
    payload.issues.push({
      code: 'custom',
      message: `"${value}" is not a kind of event: ${hint}`,
      input: value,
    })
  }),
  z.meta({description: 'A kind of event of the timeline, such as +switch-master.'}),
)
