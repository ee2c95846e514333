import {type ComponentChildren, createElement, type VNode} from 'preact'

type Component<Props> = (props: Props) => VNode | null

/** Makes an element, or a part of the page with the properties that it asks for. */
export function h<Props extends object>(
  type: Component<Props>,
  props: Props & {readonly key?: string | number},
): VNode
export function h(
  type: string,
  props?: Readonly<Record<string, unknown>> | null,
  ...children: readonly ComponentChildren[]
): VNode
export function h(
  type: string | Component<never>,
  props: object | null = null,
  ...children: readonly ComponentChildren[]
): VNode {
  return createElement(type as string, props, ...children) as VNode
}
