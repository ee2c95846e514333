import {formatValue, type Scope, type Value} from './expression.ts'

const placeholder = /\$\{([A-Za-z]\w*(?:\.\w+)*)\}/g

/**
 * Puts measured and given values in place of `${name}`, everywhere in a step or a condition. A text that is nothing but a
 * placeholder becomes the value itself.
 *
 * @param scope asked for only where there is a placeholder
 */
export function fillIn<Part>(part: Part, scope: () => Scope): Part {
  if (typeof part === 'string') return fillText(part, scope) as Part
  if (Array.isArray(part)) return part.map((item) => fillIn(item, scope)) as Part
  if (part === null || typeof part !== 'object') return part
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, fillIn(value, scope)])) as Part
}

function fillText(text: string, scope: () => Scope): unknown {
  const whole = /^\$\{([A-Za-z]\w*(?:\.\w+)*)\}$/.exec(text)?.[1]
  if (whole !== undefined) return findValue(whole, scope()) ?? text
  return text.replace(placeholder, (found, path: string) => {
    const value = findValue(path, scope())
    return value === undefined ? found : formatValue(value)
  })
}

function findValue(path: string, scope: Scope): Value {
  return path
    .split('.')
    .reduce<Value>(
      (value, name) =>
        value !== null && typeof value === 'object' && Object.hasOwn(value, name)
          ? (value as Scope)[name]
          : undefined,
      scope as Value,
    )
}
