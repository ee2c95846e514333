import type {ServerVersion} from '../redis/server-version.ts'
import {Expression, type Scope} from './expression.ts'
import type {Claim, Expectation, Lab, Verdict} from './lab.ts'
import type {ClaimResult, ExpectationResult} from './result.ts'
import {ServerCondition} from './server-condition.ts'

/** What a step showed of a claim by going as the file says. */
export interface Shown {
  readonly verdict: Verdict
  readonly evidence: string
}

/** Judges what was expected of the measured values. What was not measured is not as expected. */
export function judgeExpectations(
  expectations: readonly Expectation[],
  scope: Scope,
  server: ServerVersion,
): readonly ExpectationResult[] {
  return expectations
    .filter(({when}) => appliesTo(when, server))
    .map(({that, say}) => {
      const expression = Expression.parse(that)
      return {
        text: say ?? that,
        passed: expression.evaluate(scope) === true,
        measured: expression.describe(scope),
      }
    })
}

/** Judges a claim: by what was measured, or by what steps have shown. */
export function judgeClaim(
  claim: Claim,
  {scope, shown, server}: {scope: Scope; shown: ReadonlyMap<string, Shown>; server: ServerVersion},
): ClaimResult {
  const {id, text, holds, because} = claim
  return {
    id,
    text,
    ...(holds === undefined ? judgeShown(shown.get(id)) : judgeMeasured(Expression.parse(holds), scope)),
    expected: expectedVerdict(claim, server),
    ...(because === undefined ? {} : {because}),
  }
}

function judgeShown(shown: Shown | undefined): Pick<ClaimResult, 'verdict' | 'evidence'> {
  return shown ?? {verdict: 'not-shown', evidence: 'the steps that would show it did not come that far'}
}

function judgeMeasured(holds: Expression, scope: Scope): Pick<ClaimResult, 'verdict' | 'evidence'> {
  const value = holds.evaluate(scope)
  const evidence = holds.describe(scope)
  if (value === true) return {verdict: 'confirmed', evidence}
  return {verdict: value === false ? 'refuted' : 'not-shown', evidence}
}

function expectedVerdict({verdict = 'confirmed'}: Claim, server: ServerVersion): Verdict | null {
  if (typeof verdict === 'string') return verdict
  return verdict.find(({when}) => appliesTo(when, server))?.is ?? null
}

/** Whether a claim came out as the file says; one without an expected verdict need only be shown. */
export function isAsExpected({verdict, expected}: ClaimResult): boolean {
  return expected === null ? verdict !== 'not-shown' : verdict === expected
}

/** Whether something that is only for certain servers is for this one. */
export function appliesTo(when: string | undefined, server: ServerVersion): boolean {
  return when === undefined || ServerCondition.parse(when)?.holds(server) === true
}

/** Why a lab cannot run here; undefined when it can. */
export function findUnmet(
  {requires, options}: Pick<Lab, 'requires' | 'options'>,
  here: {
    readonly server: ServerVersion
    readonly isRoot: boolean
    readonly platform: string
    /** Why huge pages cannot be set; undefined when they can. */
    readonly whyNotHugePages?: string | undefined
    /** Whether the server was built with TLS; undefined where nobody asked. */
    readonly speaksTls?: boolean | undefined
    /** Whether it would run with TLS, and with users. */
    readonly tls?: boolean | undefined
    readonly acl?: boolean | undefined
  },
): string | undefined {
  const {server, root, platform} = requires
  if (server !== undefined && !appliesTo(server, here.server)) {
    return `it needs ${server}, and this is ${here.server.flavour} ${here.server.version}`
  }
  if (platform !== undefined && platform !== here.platform)
    return `it runs on ${platform}, and this is ${here.platform}`
  if (root === true && !here.isRoot) return 'it needs root'
  const {'without-tls': otherWithTls, 'without-acl': otherWithAcl} = requires
  if (here.tls === true && otherWithTls !== undefined) return `it needs to be without TLS: ${otherWithTls}`
  if (here.acl === true && otherWithAcl !== undefined) return `it needs to be without users: ${otherWithAcl}`
  if (options.tls === true && here.speaksTls === false) return 'it needs a server that was built with TLS'
  return requires['huge-pages'] === true ? here.whyNotHugePages : undefined
}
