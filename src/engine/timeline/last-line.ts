import type {Deployment} from '../deployment/deployment.ts'
import {openLog} from '../files/open-log.ts'
import {findTimeBefore} from '../logs/find-tail.ts'
import {logSourcesOf} from '../logs/log-source.ts'

/** When the last line of any log of a deployment was written, in milliseconds since 1970; undefined where there is none. */
export async function findLastLine({directory, record}: Deployment): Promise<number | undefined> {
  const times = await Promise.all(
    logSourcesOf(directory, record.plan.instances).map(async ({path}) => {
      await using file = await openLog(path)
      return file === undefined ? undefined : findTimeBefore(file, (await file.stat()).size)
    }),
  )
  const known = times.filter((time) => time !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}
