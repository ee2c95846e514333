#!/bin/sh
# Runs before the server of a pod is ended (preStop): a master first hands over to a replica. That takes a second, where a
# failover takes as long as it takes others to find the master down. Whatever goes wrong here, the pod ends all the same.
set -u

# shellcheck disable=SC2086 # CLI_OPTIONS are several words.
ask() (
  file=$1
  host=$2
  port=$3
  options=$4
  shift 4
  if [ -s "/secrets/$file" ]; then
    # It has one line without an end.
    IFS= read -r REDISCLI_AUTH <"/secrets/$file"
    export REDISCLI_AUTH
  fi
  "$CLI" -h "$host" -p "$port" $options "$@" 2>&1
)
own() { ask redis-password 127.0.0.1 "$PORT" "${CLI_OPTIONS:-}" "$@"; }
peer() { ask redis-password "$1" "$2" "${CLI_OPTIONS:-}" CLUSTER FAILOVER; }
sentinel() { ask sentinel-password "$SENTINELS" "$SENTINEL_PORT" "${SENTINEL_OPTIONS:-}" SENTINEL "$@"; }
is_master() {
  case $(own ROLE) in master*) true ;; *) false ;; esac
}

is_master || exit 0
if [ -n "${SENTINELS:-}" ]; then
  if [ -n "${COORDINATED:-}" ]; then
    sentinel FAILOVER "$MASTER_NAME" COORDINATED
  else
    # Writes that it took after a replica is promoted would be lost.
    own CLIENT PAUSE 20000 WRITE
    sentinel FAILOVER "$MASTER_NAME"
  fi
else
  # A replica that asks for it gets all that its master has.
  me=$(own CLUSTER MYID)
  own CLUSTER NODES | while read -r _ address flags master _ _ _ link _; do
    case $flags:$link in *fail* | *:disconnected) continue ;; esac
    if [ "$master" != "$me" ]; then continue; fi
    address=${address%%@*}
    peer "${address%:*}" "${address##*:}"
    break
  done
fi
# Up to 20 s.
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  if ! is_master; then break; fi
  sleep 1
done
own CLIENT UNPAUSE
