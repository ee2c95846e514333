<?php
// phpredis 5.3 and later:
//   redislab certify -- php drivers/phpredis.php [--as-readme]
// PHP has no threads: what happens at the same time happens in processes of their own, as in PHP-FPM.

const SCRIPT = "return redis.call('INCR', KEYS[1])";

$isAsReadme = in_array('--as-readme', $argv, true);
$workload = getenv('REDISLAB_WORKLOAD') ?: 'write';
$password = getenv('REDIS_PASSWORD') ?: null;
$isCluster = getenv('REDIS_CLUSTER_NODES') !== false;

function tell(string $op, float $startedAt, ?string $error = null): void
{
    $line = ['op' => $op, 'ok' => $error === null, 'ms' => (int) round((microtime(true) - $startedAt) * 1000)];
    if ($error !== null) {
        $line['error'] = $error;
    }
    fwrite(STDOUT, json_encode($line, JSON_INVALID_UTF8_SUBSTITUTE) . "\n");
}

function parse(string $list): array
{
    return array_map(function (string $address): array {
        $colon = strrpos($address, ':');
        return [substr($address, 0, $colon), (int) substr($address, $colon + 1)];
    }, explode(',', $list));
}

/** Asks one sentinel after the other for the master, or for a replica of it. */
function findServer(bool $isReplica): array
{
    global $isAsReadme;
    $name = getenv('REDIS_MASTER_NAME');
    $problem = 'there is no such master';
    foreach (parse(getenv('REDIS_SENTINELS')) as [$host, $port]) {
        try {
            $sentinel = $isAsReadme
                ? new RedisSentinel($host, $port)
                : new RedisSentinel($host, $port, 0.5, null, 0, 0.5);
            $found = $isReplica ? findReplica($sentinel->slaves($name)) : $sentinel->getMasterAddrByName($name);
            if ($found) {
                return [$found[0], (int) $found[1]];
            }
        } catch (RedisException $error) {
            $problem = $error->getMessage();
        }
    }
    throw new RedisException("no sentinel names a server: $problem");
}

function findReplica(array|false $replicas): ?array
{
    foreach ($replicas ?: [] as $replica) {
        if (preg_match('/s_down|disconnected/', $replica['flags']) === 0) {
            return [$replica['ip'], $replica['port']];
        }
    }
    return null;
}

/** A connection to the server that the sentinels name. phpredis does not follow by itself: after an error there is a new one. */
function connect(): Redis
{
    global $isAsReadme, $password, $workload;
    [$host, $port] = findServer($workload === 'read-replicas');
    $redis = new Redis();
    // The time-out of the connection, and of each reply. BLPOP and SUBSCRIBE wait longer than others.
    if ($isAsReadme) {
        $redis->connect($host, $port);
        if (in_array($workload, ['blocking-pop', 'subscribe'], true)) {
            $redis->setOption(Redis::OPT_READ_TIMEOUT, -1);
        }
    } else {
        $redis->connect($host, $port, 1, null, 0, 2);
    }
    if ($password !== null) {
        $redis->auth($password);
    }
    return $redis;
}

function connectToCluster(): RedisCluster
{
    global $isAsReadme, $password, $workload;
    $seeds = explode(',', getenv('REDIS_CLUSTER_NODES'));
    $cluster = $isAsReadme
        ? new RedisCluster(null, $seeds, null, null, false, $password)
        : new RedisCluster(null, $seeds, 1, 1, false, $password);
    if ($workload === 'read-replicas') {
        $cluster->setOption(RedisCluster::OPT_SLAVE_FAILOVER, RedisCluster::FAILOVER_DISTRIBUTE_SLAVES);
    }
    return $cluster;
}

/** Does something every 20 ms, for ever, and tells how each one went. */
function repeat(string $op, callable $act): void
{
    global $isAsReadme, $isCluster, $workload;
    $client = null;
    $address = null;
    $askedAt = 0.0;
    while (true) {
        $startedAt = microtime(true);
        try {
            $isNew = $client === null;
            $client ??= $isCluster ? connectToCluster() : connect();
            // No setting makes phpredis notice that its master was replaced: this asks the sentinels each second.
            if (!$isAsReadme && !$isCluster && $startedAt - $askedAt > 1) {
                $askedAt = $startedAt;
                $now = findServer($workload === 'read-replicas');
                if (!$isNew && $workload !== 'read-replicas' && $now !== $address) {
                    $client = connect();
                }
                $address = $now;
            }
            // An error of the server may also be a false, with the text at getLastError().
            $client->clearLastError();
            $result = $act($client);
            if ($result === false) {
                throw new RedisException($client->getLastError() ?? 'it returned false');
            }
            tell($op, $startedAt);
        // A chain of calls whose first one fails is an Error of PHP.
        } catch (RedisException | RedisClusterException | Error $error) {
            // A RedisCluster looks for new masters by itself.
            if (!$isCluster) {
                $client = null;
            }
            tell($op, $startedAt, $error->getMessage());
        }
        usleep(20_000);
    }
}

function evalSha(Redis|RedisCluster $client, string $key): mixed
{
    $result = $client->evalSha(sha1(SCRIPT), [$key], 1);
    $isUnknown = $result === false && str_starts_with($client->getLastError() ?? '', 'NOSCRIPT');
    return $isUnknown ? $client->eval(SCRIPT, [$key], 1) : $result;
}

/** Does something in a process of its own for each of these; ends with the first one that does. */
function inProcesses(array $items, callable $act): void
{
    foreach ($items as $item) {
        if (pcntl_fork() === 0) {
            $act($item);
        }
    }
    pcntl_wait($status);
    exit(pcntl_wifsignaled($status) ? 128 + pcntl_wtermsig($status) : pcntl_wexitstatus($status));
}

$keys = $isCluster ? ['certify:{a}', 'certify:{b}', 'certify:{c}'] : ['certify:counter'];
$onKeys = fn(string $op, callable $act) => inProcesses(
    $keys,
    fn($key) => repeat($op, fn($client) => $act($client, $key))
);

switch ($workload) {
    case 'script':
        $onKeys('eval', fn($client, $key) => $client->eval(SCRIPT, [$key], 1));
        break;
    case 'evalsha':
        $onKeys('evalsha', 'evalSha');
        break;
    case 'read-replicas':
        // A key that is not there yet is false, too.
        $onKeys('get', fn($client, $key) => $client->get($key) ?: $client->getLastError() === null);
        break;
    case 'pool':
        inProcesses(range(1, 8), fn() => repeat('incr', fn($client) => $client->incr('certify:counter')));
        break;
    case 'transaction':
        repeat('exec', fn($client) => $client->multi()->incr('{certify}a')->incr('{certify}b')->exec());
        break;
    case 'multi-key':
        repeat('mset', fn($client) => $client->mset(['{certify}a' => '1', '{certify}b' => '2']));
        break;
    case 'blocking-pop':
        repeat('blpop', fn($client) => $client->blPop(['certify:queue'], $isAsReadme ? 0 : 1));
        break;
    case 'subscribe':
        // It returns with an error only: with a time-out of two seconds when no message comes.
        $hear = fn() => tell('message', microtime(true));
        repeat('subscribe', fn($client) => $client->subscribe(['certify:news'], $hear));
        break;
    case 'shard-subscribe':
        if (!method_exists('RedisCluster', 'ssubscribe')) {
            fwrite(STDERR, 'phpredis ' . phpversion('redis') . " has no SSUBSCRIBE\n");
            // 77 tells certify that this client cannot do it.
            exit(77);
        }
        $hear = fn() => tell('message', microtime(true));
        repeat('ssubscribe', fn($client) => $client->ssubscribe(['{certify}news'], $hear));
        break;
    default:
        $onKeys('incr', fn($client, $key) => $client->incr($key));
}
