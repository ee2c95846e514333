import {randomBytes} from 'node:crypto'
import {mkdirSync, renameSync, writeFileSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import path from 'node:path'
import {z} from 'zod/mini'
import {resolveHome} from '../state/home.ts'

const factsSchema = z.strictObject({
  /** The file of the server in the image; null where there is none. */
  path: z.nullable(z.string()),
  /** What it says as --version. */
  version: z.string(),
  tls: z.nullable(z.boolean()),
  modules: z.array(z.string()),
})

/** What is in an image: found out once, since it never changes. */
export type ImageFacts = z.infer<typeof factsSchema>

const cacheSchema = z.record(z.string(), factsSchema)

const cacheFile = () => path.join(resolveHome(), '.images.json')

/** What was found in images, by their ids. Only a memory: where it cannot be read, each image is looked into again. */
export async function readImageCache(): Promise<Readonly<Record<string, ImageFacts>>> {
  try {
    const parsed = cacheSchema.safeParse(JSON.parse(await readFile(cacheFile(), 'utf8')))
    return parsed.success ? parsed.data : {}
  } catch {
    return {} // Not there yet, or damaged.
  }
}

/** Remembers what is in an image. */
export async function rememberImage(id: string, facts: ImageFacts): Promise<void> {
  const known = await readImageCache()
  const file = cacheFile()
  const draft = `${file}.${randomBytes(4).toString('hex')}`
  try {
    mkdirSync(path.dirname(file), {recursive: true, mode: 0o700})
    writeFileSync(draft, JSON.stringify({...known, [id]: facts}), {mode: 0o600, flag: 'wx'})
    renameSync(draft, file)
  } catch (error) {
    // What stops the state folder from being written stops the start as well, and is told there.
    const {code} = error as NodeJS.ErrnoException
    if (code === undefined) throw error
  }
}
