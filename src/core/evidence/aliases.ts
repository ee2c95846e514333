/** Words that are of the trade: a name that is made of these tells nobody whose it is. */
const common = new Set(
  `redis valkey sentinel sentinels master masters slave slaves replica replicas primary secondary node nodes server servers host
  cluster pod instance container service app default mymaster localhost n s m r a b c db data cache dump appendonly
  appendonlydir users user acl conf config configs cfg logs log etc var lib usr local bin opt bitnami run tmp home root mnt srv
  dev null proc sys volume volumes data0 docker compose entrypoint initdb d k8s kube kubernetes values chart templates manager
  supervisor info replication shell commands compose versions pods create check cluster-check all old new backup temp rewriteaof
  aof rdb base incr manifest bg stdin stdout stderr tls ssl certs cert key ca crt pem scripts script notify reconfig client
  unknown unixsocket persistent mode standalone reply replies spool cron txt docker-compose redis-cli redis-server redis-sentinel headless svc`.split(
    /\s+/,
  ),
)

/** Whether a word can tell whose it is. */
export function isTellingWord(word: string): boolean {
  const parts = word.toLowerCase().split(/[^a-z0-9]+|(?<=[a-z])(?=\d)/)
  return parts.some((part) => part !== '' && !/^\d{1,5}$/.test(part) && !common.has(part))
}

/** `host-a`, `host-b` … `host-z`, `host-aa` … */
export function aliasOf(kind: string, number: number): string {
  let letters = ''
  for (let rest = number + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(97 + ((rest - 1) % 26)) + letters
  return `${kind}-${letters}`
}
