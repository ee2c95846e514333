import type {Access} from '../../core/config/access.ts'
import type {Finding} from '../../core/diagnosis/finding.ts'
import type {Evidence} from '../../core/evidence/facts.ts'
import type {Deployment} from '../deployment/deployment.ts'
import type {LiveLogin} from '../live/ask-deployment.ts'
import {clocksOf, evidenceOf, evidenceOfLive} from '../opened/evidence-of.ts'
import {examine} from '../opened/examine.ts'

/**
 * What diagnose finds now: in the files of a deployment, and of one that was opened live in what it answers.
 *
 * @throws RedislabError SOURCE_UNREADABLE when one that was opened live does not answer any more
 */
export async function findFindings(
  deployment: Deployment,
  signal: AbortSignal | undefined,
): Promise<readonly Finding[]> {
  return judge(deployment, await evidenceNow(deployment, signal))
}

/** What diagnose finds in what is kept of a deployment: nobody is asked. */
export async function findKeptFindings(
  deployment: Deployment,
  signal: AbortSignal | undefined,
): Promise<readonly Finding[]> {
  return judge(deployment, await evidenceOf(deployment, {signal}))
}

function judge(deployment: Deployment, evidence: readonly Evidence[]): readonly Finding[] {
  return examine(evidence, clocksOf(deployment)).diagnose().findings
}

async function evidenceNow(
  deployment: Deployment,
  signal: AbortSignal | undefined,
): Promise<readonly Evidence[]> {
  const {access, record} = deployment
  const live = record.opened?.live
  if (live === undefined || access === undefined) return await evidenceOf(deployment, {signal})
  return await evidenceOfLive(deployment, live, {login: loginOf(access), signal})
}

function loginOf({user, password, sentinelUser, sentinelPassword}: Access): LiveLogin {
  return {user, password, sentinelUser, sentinelPassword}
}
