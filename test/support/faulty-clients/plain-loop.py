# A script as anybody writes it: it asks the sentinels for the master, increments a counter, and logs what it sees.
import os
import sys
import time

from redis.sentinel import Sentinel

addresses = [tuple(one.rsplit(":", 1)) for one in os.environ["REDIS_SENTINELS"].split(",")]
sentinel = Sentinel([(host, int(port)) for host, port in addresses], socket_timeout=0.5)
master = sentinel.master_for(os.environ["REDIS_MASTER_NAME"], socket_timeout=0.5)
with open(sys.argv[1], "w", buffering=1) as log:
    while True:
        try:
            master.incr("visits")
            log.write(f"{int(time.time() * 1000)} ok\n")
        except Exception as error:
            log.write(f"{int(time.time() * 1000)} error {error}\n")
        time.sleep(0.02)
