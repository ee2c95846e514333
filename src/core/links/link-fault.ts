import type {Cut, LinkPart} from './link.ts'

/** What is done to the links of instances, in a deployment with links. Others are named as targets are. */
export type LinkFault =
  /** Cuts instances off: from all others, or from those that are named. */
  | {
      readonly kind: 'partition'
      /** From which ends: targets, or `clients`. @default all other instances */
      readonly from?: readonly string[] | undefined
      /** They hear nothing of those, and are heard. @default false */
      readonly oneWay?: boolean | undefined
      /** @default 'stall' */
      readonly cut?: Cut | undefined
    }
  /** Slows down what instances send: to all others, or to those that are named. */
  | {
      readonly kind: 'delay'
      readonly to?: readonly string[] | undefined
      readonly delayMs?: number | undefined
      readonly jitterMs?: number | undefined
      readonly bytesPerSecond?: number | undefined
    }
  /** Restores the links of instances, or the named parts of their rules. Without targets: all links. */
  | {readonly kind: 'heal'; readonly parts?: readonly LinkPart[] | undefined}

export type LinkFaultKind = LinkFault['kind']

export function isLinkFault<Other extends {readonly kind: string}>(
  fault: Other | LinkFault,
): fault is LinkFault {
  return fault.kind === 'partition' || fault.kind === 'delay' || fault.kind === 'heal'
}
