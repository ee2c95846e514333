/** ` --name X`, for commands that are shown to be typed next; nothing for the deployment that is meant without it. */
export function nameFlagOf(deployment: string): string {
  return deployment === 'default' ? '' : ` --name ${deployment}`
}

/** Commands that are done to a deployment that is there. */
const onDeployments =
  'add await-failover cli delay disconnect env exec explain failover fill heal kill load logs partition pause remove reset reshard restart resume set sleep start status stop timeline'

/**
 * A hint with the name of the deployment in each command that is to be typed for it: who copies the command shall not
 * do to the default deployment what was meant for this one.
 */
export function nameInHint(hint: string, deployment: string): string {
  const flag = nameFlagOf(deployment)
  if (flag === '' || hint.includes(' --name ')) return hint
  const commands = onDeployments.replaceAll(' ', '|')
  return (
    hint
      .replace(new RegExp(`\\bredislab (?:${commands})\\b`, 'g'), `$&${flag}`)
      // Without the name it would take another deployment down.
      .replace(/\bredislab up\b(?=.* --replace\b)/, `$&${flag}`)
  )
}
