/** What somebody typed, as it may stand in a sentence about it: cut after so many characters. */
export function shorten(text: string, maxLength = 60): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}…`
}
