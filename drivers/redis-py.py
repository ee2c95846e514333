# redis-py 4 and later:
#   redislab certify -- /usr/bin/python3 drivers/redis-py.py [--as-readme]
import json
import os
import sys
import threading
import time

import redis
from redis.cluster import ClusterNode, RedisCluster
from redis.exceptions import RedisClusterException, RedisError
from redis.sentinel import Sentinel

AS_README = "--as-readme" in sys.argv
WORKLOAD = os.environ.get("REDISLAB_WORKLOAD", "write")
NODES = os.environ.get("REDIS_CLUSTER_NODES")
PASSWORD = os.environ.get("REDIS_PASSWORD")
NAME = os.environ.get("REDIS_MASTER_NAME")
KEYS = ["certify:{a}", "certify:{b}", "certify:{c}"] if NODES else ["certify:counter"]
SCRIPT = "return redis.call('INCR', KEYS[1])"
# The README has a time-out of 0.1 s for Sentinel, and none for clusters.
TIMEOUTS = {"socket_timeout": 1, "socket_connect_timeout": 1}


def parse(text):
    return [(host, int(port)) for host, port in (one.rsplit(":", 1) for one in text.split(","))]


def tell(op, started_at, error=None):
    line = {"op": op, "ok": error is None, "ms": round((time.monotonic() - started_at) * 1000)}
    if error is not None:
        line["error"] = str(error)
    print(json.dumps(line), flush=True)


def attempt(op, act):
    started_at = time.monotonic()
    try:
        act()
        tell(op, started_at)
    except Exception as error:
        tell(op, started_at, error)


def repeat(op, act):
    while True:
        attempt(op, act)
        time.sleep(0.02)


def start(target, *args):
    threading.Thread(target=target, args=args, daemon=True).start()


def connect_to_cluster():
    """It raises where nobody answers at the start."""
    while True:
        started_at = time.monotonic()
        try:
            return RedisCluster(
                startup_nodes=[ClusterNode(host, port) for host, port in parse(NODES)],
                password=PASSWORD,
                **({"read_from_replicas": True} if WORKLOAD == "read-replicas" else {}),
                **({} if AS_README else TIMEOUTS),
            )
        # The second is no RedisError.
        except (RedisError, RedisClusterException) as error:
            tell("connect", started_at, error)
            time.sleep(0.5)


def connect_by_sentinels(**more):
    timeouts = {"socket_timeout": 0.1} if AS_README else TIMEOUTS
    sentinel = Sentinel(parse(os.environ["REDIS_SENTINELS"]), **timeouts)
    find = sentinel.slave_for if WORKLOAD == "read-replicas" else sentinel.master_for
    master = find(NAME, password=PASSWORD, **{**timeouts, **more})
    if not AS_README:
        start(watch_master, master.connection_pool)
    return master


def watch_master(pool):
    """No setting makes redis-py notice that its master was replaced: its pool asks the sentinels only for new connections.
    This asks each second; when the answer has changed, the pool drops what leads to the old master."""
    while True:
        try:
            pool.get_master_address()
        except RedisError:
            pass  # No sentinel answers now: it is asked again.
        time.sleep(1)


def subscribe():
    pubsub = client.pubsub()
    address = None
    while True:
        started_at = time.monotonic()
        try:
            if address is None:
                pubsub.subscribe("certify:news")
                address = client.connection_pool.master_address
            if AS_README:
                message = next(pubsub.listen())
            else:
                message = pubsub.get_message(timeout=1)
            if message is not None:
                tell(message["type"], started_at)
            # A subscription stays with the old master for as long as that lives.
            if not AS_README and client.connection_pool.master_address != address:
                pubsub.reset()
                address = None
        except redis.exceptions.TimeoutError:
            pass
        except Exception as error:
            tell("subscribe", started_at, error)
            time.sleep(0.5)


def execute_transaction():
    with client.pipeline(transaction=True) as pipeline:
        pipeline.incr("{certify}a")
        pipeline.incr("{certify}b")
        pipeline.execute()


def shard_subscribe():
    pubsub = client.pubsub()
    pubsub.ssubscribe("{certify}news")
    while True:
        started_at = time.monotonic()
        try:
            message = pubsub.get_sharded_message(timeout=1)
            if message is not None:
                tell(message["type"], started_at)
        except Exception as error:
            tell("ssubscribe", started_at, error)
            time.sleep(0.5)


def refuse(what):
    """77 tells certify that this client cannot do it."""
    print(f"redis-py {redis.__version__} {what}", file=sys.stderr)
    sys.exit(77)


if NODES:
    client = connect_to_cluster()
elif WORKLOAD in ("blocking-pop", "subscribe"):
    # What waits needs a time-out of the socket above that of the command.
    client = connect_by_sentinels(socket_timeout=None if AS_README else 2)
else:
    client = connect_by_sentinels()

if WORKLOAD == "transaction" and NODES and int(redis.__version__.split(".")[0]) < 6:
    refuse("has no MULTI in clusters")
if WORKLOAD == "shard-subscribe" and not hasattr(redis.client.PubSub, "ssubscribe"):
    refuse("has no SSUBSCRIBE")

if WORKLOAD == "subscribe":
    start(subscribe)
elif WORKLOAD == "shard-subscribe":
    start(shard_subscribe)
elif WORKLOAD == "blocking-pop":
    start(repeat, "blpop", lambda: client.blpop("certify:queue", timeout=0 if AS_README else 1))
elif WORKLOAD == "transaction":
    start(repeat, "exec", execute_transaction)
elif WORKLOAD == "multi-key":
    start(repeat, "mset", lambda: client.mset({"{certify}a": 1, "{certify}b": 2}))
elif WORKLOAD == "pool":
    for _ in range(8):
        start(repeat, "incr", lambda: client.incr("certify:counter"))
else:
    evalsha = client.register_script(SCRIPT)
    for key in KEYS:
        act = {
            "read-replicas": lambda key=key: client.get(key),
            "script": lambda key=key: client.eval(SCRIPT, 1, key),
            "evalsha": lambda key=key: evalsha(keys=[key]),
        }.get(WORKLOAD, lambda key=key: client.incr(key))
        start(repeat, WORKLOAD, act)

threading.Event().wait()
