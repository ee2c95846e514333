#!/bin/sh
# Runs before each start of a server: puts its conf where the server may rewrite it, and its cluster file beside it.
set -eu
umask 077

address_of() {
  getent hosts "$1" | while read -r address _; do
    echo "$address"
    break
  done
}

# Either the confs of one instance are mounted, or those of all, by their names.
conf=/confs/$KIND.conf
nodes=/confs/nodes.conf
if [ ! -f "$conf" ]; then
  conf=/confs/$INSTANCE.conf
  nodes=/confs/$INSTANCE.nodes
fi
# Only where there is none yet: what Sentinel and CONFIG REWRITE have written since (roles, votes, epochs) is newer than
# what was rendered.
if [ ! -s "/data/$KIND.conf" ]; then
  cp "$conf" "/data/$KIND.conf.new"
  mv "/data/$KIND.conf.new" "/data/$KIND.conf"
fi
if [ ! -f "$nodes" ]; then exit 0; fi

# Nodes of a cluster know each other by address only, and a container may have another one each time it starts. So each
# start looks all names up. The first one needs them all, since a server takes a name in this file for an address: it waits,
# and fails, and is tried again. Later a node without an address keeps the one that it had.
tries=0
if [ -s /data/nodes.conf ]; then
  nodes=/data/nodes.conf
  is_first=no
else
  is_first=yes
  tries=60
fi
cp "$nodes" /data/nodes.conf.new
while read -r id host; do
  address=$(address_of "$host")
  while [ -z "$address" ] && [ "$tries" -gt 0 ]; do
    tries=$((tries - 1))
    sleep 1
    address=$(address_of "$host")
  done
  if [ -n "$address" ]; then
    sed -i "s/^$id [^ @]*:\([0-9]*@\)/$id $address:\1/" /data/nodes.conf.new
  else
    echo "$host has no address yet" >&2
    if [ "$is_first" = yes ]; then exit 1; fi
  fi
done </confs/nodes.txt
mv /data/nodes.conf.new /data/nodes.conf
