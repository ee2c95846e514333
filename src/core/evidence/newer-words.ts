/**
 * A message in the words of the newest servers: replicas were slaves until 5.0, and in Valkey masters are primaries from 8 on
 * (see the entries of the catalogue, which hold the words of Redis 7).
 */
export function inNewerWords(message: string): string {
  return message
    .replace(/\bSLAVE\b/g, 'REPLICA')
    .replace(/\bslave\b/g, 'replica')
    .replace(/\bSlave\b/g, 'Replica')
    .replace(/\bslaves\b/g, 'replicas')
    .replace(/\bPRIMARY\b/g, 'MASTER')
    .replace(/\bprimary\b/g, 'master')
    .replace(/\bPrimary\b/g, 'Master')
}
