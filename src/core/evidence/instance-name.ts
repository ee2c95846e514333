/** The name of a node in a file of several, else that of the file. */
export function instanceNameOf(stream: string): string {
  const [file = stream, node] = stream.split('#')
  if (node !== undefined) return node
  // Of a file in an archive, `logs.zip!n1/redis.log`, the archive says nothing.
  const [name = '', folder = ''] = (file.split('!').at(-1) ?? file).split('/').reverse()
  const bare = name.replace(/\.(?:log|conf|txt|acl|ya?ml|out|info)(?:\.\d+)?(?:\.gz)?$/, '')
  // `n1/redis.conf` is of n1: the name of the file is every server's.
  return /^(?:redis|sentinel|valkey|nodes|redis-server|redis-sentinel|users)(?:\.log)?$/.test(bare) &&
    folder !== '' &&
    folder !== '.'
    ? folder
    : bare
}
