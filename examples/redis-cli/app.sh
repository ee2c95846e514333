#!/usr/bin/env bash
# redis-cli knows nothing of failovers: a script asks the sentinels itself, before each try after a failure. In a cluster
# -c follows redirections, and the script goes to the next node when one is gone. The password goes by the environment, never by argv.
set -u
export REDISCLI_AUTH="${REDIS_PASSWORD-}"
[ -n "$REDISCLI_AUTH" ] || unset REDISCLI_AUTH
# With TLS it is the CA to trust, and sentinels speak TLS as well.
tls=() user=()
[ -z "${REDIS_TLS_CA-}" ] || tls=(--tls --cacert "$REDIS_TLS_CA")
[ -z "${REDIS_USERNAME-}" ] || user=(--user "$REDIS_USERNAME")

IFS=, read -ra nodes <<<"${REDIS_CLUSTER_NODES-}"
IFS=, read -ra sentinels <<<"${REDIS_SENTINELS-}"
host=${REDIS_HOST-} port=${REDIS_PORT-} turn=0
mode=standalone
[ ${#sentinels[@]} -eq 0 ] || mode=sentinel
[ ${#nodes[@]} -eq 0 ] || mode=cluster

# Sentinels have a password of their own, which may be the same, or none: then they would complain of one.
ask_sentinel() (
  unset REDISCLI_AUTH
  [ -z "${REDIS_SENTINEL_PASSWORD-}" ] || export REDISCLI_AUTH="$REDIS_SENTINEL_PASSWORD"
  timeout 1 redis-cli ${tls[@]+"${tls[@]}"} "$@"
)

# Where to try next.
find_redis() {
  turn=$((turn + 1))
  if [ $mode = cluster ]; then
    local node=${nodes[turn % ${#nodes[@]}]}
    host=${node%:*} port=${node##*:}
  elif [ $mode = sentinel ]; then
    local sentinel=${sentinels[turn % ${#sentinels[@]}]} answer
    answer=$(ask_sentinel -h "${sentinel%:*}" -p "${sentinel##*:}" \
      SENTINEL GET-MASTER-ADDR-BY-NAME "$REDIS_MASTER_NAME" 2>/dev/null) && read -r -d '' host port <<<"$answer"
  fi
}

ask() { timeout 1 redis-cli ${tls[@]+"${tls[@]}"} ${user[@]+"${user[@]}"} -e ${nodes[0]+-c} -h "$host" -p "$port" "$@" 2>&1; }

now() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }

stopping=''
trap 'stopping=yes' TERM INT
[ $# -eq 0 ] || until=$(($(now) + $1 * 1000))
acknowledged=() errors=0 number=0 last='' outage=0 failing=''
while [ -z "$stopping" ] && [ "$(now)" -lt "${until-9999999999999}" ]; do
  number=$((number + 1))
  if answer=$(ask SADD '{example}:numbers' $number) && [ "$answer" = 1 ]; then
    at=$(now)
    [ -n "$last" ] || echo writing
    [ -z "$last" ] || [ $((at - last)) -le $outage ] || outage=$((at - last))
    [ -z "$failing" ] || [ -z "$last" ] || echo "writing again, after $((at - last)) ms"
    last=$at failing='' acknowledged+=($number)
  elif [ -z "$stopping" ]; then
    errors=$((errors + 1))
    # Some answers begin with an empty line.
    [ -n "$failing" ] || echo "failing: $(tr '\n' ' ' <<<"${answer:-no answer}" | sed 's/^ *//')"
    failing=yes
    find_redis
    sleep 0.1
  fi
done

lost=$(comm -23 <(printf '%s\n' "${acknowledged[@]}" | sort) <(ask SMEMBERS '{example}:numbers' | sort) | grep -c .)
printf '{"client":"redis-cli","mode":"%s","acknowledged":%d,"lost":%d,"outageMs":%d,"errors":{"all":%d}}\n' \
  $mode ${#acknowledged[@]} "$lost" "$outage" "$errors"
