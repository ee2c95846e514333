"""redis-py: a client of Sentinel asks for the master each time that it connects; RedisCluster follows redirections."""

import json
import os
import re
import signal
import sys
import time

import redis
from redis.sentinel import Sentinel

password = os.environ.get("REDIS_PASSWORD")
# A master that is frozen answers nothing and closes nothing: without a timeout the application waits for ever.
common = {"password": password, "socket_timeout": 0.5, "socket_connect_timeout": 0.5}
if "REDIS_USERNAME" in os.environ:
    common["username"] = os.environ["REDIS_USERNAME"]
# With TLS it is the CA to trust, and sentinels speak TLS as well.
ca = os.environ.get("REDIS_TLS_CA")
tls = {"ssl": True, "ssl_ca_certs": ca} if ca else {}


def addresses(text):
    return [(host, int(port)) for host, port in (one.rsplit(":", 1) for one in text.split(","))]


def connect():
    if "REDIS_CLUSTER_NODES" in os.environ:
        from redis.cluster import ClusterNode, RedisCluster

        nodes = [ClusterNode(host, port) for host, port in addresses(os.environ["REDIS_CLUSTER_NODES"])]
        return "cluster", RedisCluster(startup_nodes=nodes, **common, **tls)
    if "REDIS_SENTINELS" in os.environ:
        # Sentinels have a password of their own, which may be the same.
        sentinel_kwargs = {"socket_timeout": 0.5, "password": os.environ.get("REDIS_SENTINEL_PASSWORD"), **tls}
        sentinel = Sentinel(addresses(os.environ["REDIS_SENTINELS"]), sentinel_kwargs=sentinel_kwargs)
        return "sentinel", sentinel.master_for(os.environ["REDIS_MASTER_NAME"], **common, **tls)
    return "standalone", redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=0.5, **({"ssl_ca_certs": ca} if ca else {}))


stopping = False


def stop(*_):
    global stopping
    stopping = True


signal.signal(signal.SIGTERM, stop)
signal.signal(signal.SIGINT, stop)
until = time.monotonic() + float(sys.argv[1]) if len(sys.argv) > 1 else float("inf")

mode, client = connect()
acknowledged, errors = set(), {}
number, last, outage, failing = 0, None, 0.0, False
while not stopping and time.monotonic() < until:
    number += 1
    try:
        client.sadd("{example}:numbers", number)
    except redis.RedisError as error:
        word = type(error).__name__
        errors[word] = errors.get(word, 0) + 1
        if not failing:
            print("failing:", re.sub(r"\s+", " ", str(error)) or word, flush=True)
        failing = True
    else:
        now = time.monotonic()
        if last is None:
            print("writing", flush=True)
        else:
            outage = max(outage, now - last)
        if failing and last is not None:
            print(f"writing again, after {1000 * (now - last):.0f} ms", flush=True)
        last, failing = now, False
        acknowledged.add(number)
    time.sleep(0.01)

there = {int(one) for one in client.smembers("{example}:numbers")}
print(
    json.dumps(
        {
            "client": "redis-py",
            "mode": mode,
            "acknowledged": len(acknowledged),
            "lost": len(acknowledged - there),
            "outageMs": round(1000 * outage),
            "errors": errors,
        }
    )
)
