/** ` --name X`, for commands that are shown to be typed next; nothing for the deployment that is meant without it. */
export function nameFlagOf(deployment: string): string {
  return deployment === 'default' ? '' : ` --name ${deployment}`
}
