#!/bin/sh
# Runs before the server of a pod is ended (preStop): a master first hands over to a replica. That takes a second, where a
# failover takes as long as it takes others to find the master down. Whatever goes wrong here, the pod ends all the same.
set -u

limit=
if command -v timeout >/dev/null; then limit='timeout 5'; fi
# shellcheck disable=SC2086 # The limit and the options are several words.
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
  $limit "$CLI" -h "$host" -p "$port" $options "$@" 2>&1
)
own() { ask redis-password 127.0.0.1 "$PORT" "${CLI_OPTIONS:-}" "$@"; }
peer() { ask redis-password "$1" "$2" "${CLI_OPTIONS:-}" CLUSTER FAILOVER; }
sentinel() { ask sentinel-password "$SENTINELS" "$SENTINEL_PORT" "${SENTINEL_OPTIONS:-}" SENTINEL "$@"; }
is_master() {
  case $(own ROLE) in master*) true ;; *) false ;; esac
}
# Nothing where no sentinel says an address: that has no space in it, and errors have.
master_address() {
  address=$(sentinel GET-MASTER-ADDR-BY-NAME "$MASTER_NAME")
  case $address in *' '*) ;; *) echo "$address" ;; esac
}

started=$(date +%s)
# Whether to look again, a second later: for 20 s.
goes_on() {
  if [ $(($(date +%s) - started)) -ge 20 ]; then return 1; fi
  sleep 1
}

# Whether a replica lacks what this server has. They say so once a second.
is_ahead() {
  replication=$(own INFO replication)
  offset=$(echo "$replication" | sed -n 's/^master_repl_offset:\([0-9]*\).*/\1/p')
  echo "$replication" | grep '^slave[0-9].*state=online' | grep -qv "offset=$offset,"
}

with_sentinel() {
  before=$(master_address)
  if [ -z "$before" ]; then return; fi
  if [ -n "${COORDINATED:-}" ]; then
    answer=$(sentinel FAILOVER "$MASTER_NAME" COORDINATED)
  else
    # Writes that it took after a replica is promoted would be lost. So it takes none until it ends, within the 60 s that a pod
    # has: a sentinel makes it a replica only after about 10 s.
    own CLIENT PAUSE 60000 WRITE
    for _ in 1 2 3; do
      is_ahead || break
      sleep 1
    done
    answer=$(sentinel FAILOVER "$MASTER_NAME")
  fi
  echo "$answer"
  case $answer in
    # Without an answer, it may have begun.
    OK* | *INPROG* | '' | Error:*) ;;
    *)
      if [ -z "${COORDINATED:-}" ]; then own CLIENT UNPAUSE; fi
      return
      ;;
  esac
  while
    after=$(master_address)
    [ -z "$after" ] || [ "$after" = "$before" ]
  do
    goes_on || return
  done
}

# A replica that asks for it gets all that its master has.
with_replica() {
  me=$(own CLUSTER MYID)
  own CLUSTER NODES | while read -r _ address flags master _ _ _ link _; do
    case $flags:$link in *fail* | *:disconnected) continue ;; esac
    if [ "$master" != "$me" ]; then continue; fi
    address=${address%%@*}
    answer=$(peer "${address%:*}" "${address##*:}")
    echo "$answer"
    case $answer in OK*) break ;; esac
  done
  while is_master; do
    goes_on || return
  done
}

is_master || exit 0
if [ -n "${SENTINELS:-}" ]; then with_sentinel; else with_replica; fi
exit 0
