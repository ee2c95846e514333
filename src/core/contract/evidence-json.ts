import type {Quote} from '../diagnosis/finding.ts'
import {quote} from '../diagnosis/finding.ts'
import type {Evidence} from '../evidence/facts.ts'
import type {Claim} from '../identity/claim.ts'
import type {EvidencedInstance} from '../identity/find-instances.ts'
import type {Plan} from '../topology/plan.ts'
import type {Mode} from '../words.ts'
import {type DiagnosisJson, describeSources} from './diagnosis-json.ts'

/** An instance of the evidence, with what shows who it is. */
export interface IdentityJson {
  readonly name: string
  readonly kind: EvidencedInstance['kind']
  readonly addresses: readonly string[]
  readonly ids: readonly string[]
  readonly versions: readonly string[]
  readonly files: readonly string[]
  readonly claims: readonly {
    readonly what: Claim['what']
    readonly value: string
    readonly certainty: Claim['certainty']
    readonly why: string | null
    readonly evidence: readonly Quote[]
  }[]
  readonly contradictions: readonly string[]
}

/** The JSON of `whois`. */
export interface WhoisJson {
  readonly deployment: string
  readonly instances: readonly IdentityJson[]
}

/** The JSON of `open`. */
export interface OpenedJson {
  readonly deployment: string
  readonly topology: string
  readonly mode: Mode
  readonly directory: string
  readonly sources: DiagnosisJson['sources']
  readonly instances: readonly IdentityJson[]
}

/** The document of `whois --json`. */
export function describeWhois(deployment: string, instances: readonly EvidencedInstance[]): WhoisJson {
  return {deployment, instances: describeIdentities(instances)}
}

/** Who is who, for programs. */
export function describeIdentities(instances: readonly EvidencedInstance[]): readonly IdentityJson[] {
  return instances.map(describeIdentity)
}

/** The document of `open --json`. */
export function describeOpened(
  {name, topology, mode}: Plan,
  {
    directory,
    evidence,
    instances,
  }: {
    readonly directory: string
    readonly evidence: readonly Evidence[]
    readonly instances: readonly EvidencedInstance[]
  },
): OpenedJson {
  return {
    deployment: name,
    topology,
    mode,
    directory,
    sources: describeSources(evidence),
    instances: describeIdentities(instances),
  }
}

function describeIdentity({
  name,
  kind,
  addresses,
  ids,
  versions,
  files,
  claims,
  contradictions,
}: EvidencedInstance): IdentityJson {
  return {
    name,
    kind,
    addresses,
    ids,
    versions,
    files,
    claims: claims.map(({what, value, certainty, why, by}) => ({
      what,
      value,
      certainty,
      why: why ?? null,
      evidence: quote(by),
    })),
    contradictions,
  }
}
