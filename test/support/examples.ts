import {readFile} from 'node:fs/promises'

export interface Example {
  readonly file: string
  readonly text: string
}

/** The examples of a page that say in which file they are: ` ```ts failover.test.ts `. */
export async function readExamples(page: string): Promise<readonly Example[]> {
  const text = await readFile(page, 'utf8')
  return [...text.matchAll(/^```\w+ ([\w.-]+)\n(.*?)^```$/gms)].map((match) => ({
    file: match[1] ?? '',
    text: match[2] ?? '',
  }))
}
