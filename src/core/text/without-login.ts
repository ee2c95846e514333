/** A source as it may be shown: a URL of whatever kind without its user and its password. */
export function withoutLogin(source: string): string {
  return source.replace(/:\/\/[\s\S]*@/, '://…@')
}
