<?php
// A script as anybody writes it, with phpredis: it asks the sentinels for the master, increments a counter, and logs what it sees.

function findMaster(): array
{
    foreach (explode(',', getenv('REDIS_SENTINELS')) as $address) {
        [$host, $port] = explode(':', $address);
        try {
            $sentinel = new RedisSentinel($host, (int) $port, 0.5, null, 0, 0.5);
            $master = $sentinel->getMasterAddrByName(getenv('REDIS_MASTER_NAME'));
            if ($master) {
                return $master;
            }
        } catch (RedisException) {
            continue;
        }
    }
    throw new RedisException('no sentinel answers');
}

$log = fopen($argv[1], 'w');
$master = null;
while (true) {
    try {
        if ($master === null) {
            [$host, $port] = findMaster();
            $master = new Redis();
            $master->connect($host, (int) $port, 0.5, null, 0, 0.5);
        }
        if ($master->incr('visits') === false) {
            throw new RedisException($master->getLastError() ?? 'no answer');
        }
        $word = 'ok';
    } catch (RedisException $error) {
        $master = null;
        $word = 'error ' . trim($error->getMessage());
    }
    fwrite($log, (int) (microtime(true) * 1000) . " $word\n");
    usleep(20_000);
}
