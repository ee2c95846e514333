// Jedis 7:
//   make -C drivers jedis
//   redislab certify -- java -cp 'drivers/jedis/target/classes:drivers/jedis/target/lib/*' Driver [--as-readme]
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.ClusterCommandObjects;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.JedisShardedPubSub;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.util.Delay;

public final class Driver {
  private static final String SCRIPT = "return redis.call('INCR', KEYS[1])";
  /** The SHA-1 of it. */
  private static final String DIGEST = "61636018f4e6b5817b89791bbed242f93fa089e3";
  private static final String WORKLOAD = System.getenv().getOrDefault("REDISLAB_WORKLOAD", "write");
  private static final String NODES = System.getenv("REDIS_CLUSTER_NODES");
  private static final List<String> KEYS =
      NODES == null ? List.of("certify:counter") : List.of("certify:{a}", "certify:{b}", "certify:{c}");

  private static boolean asReadme;
  private static UnifiedJedis client;

  public static void main(String[] args) {
    asReadme = Arrays.asList(args).contains("--as-readme");
    if (WORKLOAD.equals("transaction") && NODES != null) refuse("Jedis has no MULTI in clusters");
    if (WORKLOAD.equals("read-replicas") && NODES == null)
      refuse("Jedis reads at no replica that sentinels name");
    client = connect();
    switch (WORKLOAD) {
      case "script" -> each(KEYS, "eval", (jedis, key) -> jedis.eval(SCRIPT, 1, key));
      case "evalsha" -> each(KEYS, "evalsha", Driver::evalsha);
      case "read-replicas" -> each(KEYS, "get", Driver::read);
      case "pool" -> each(Collections.nCopies(8, "certify:counter"), "incr", UnifiedJedis::incr);
      case "transaction" -> repeat("exec", Driver::execute);
      case "multi-key" -> repeat("mset", jedis -> jedis.mset("{certify}a", "1", "{certify}b", "2"));
      case "blocking-pop" -> repeat("blpop", jedis -> jedis.blpop(asReadme ? 0 : 1, "certify:queue"));
      case "subscribe" -> repeat("subscribe", jedis -> jedis.subscribe(new Listener(), "certify:news"));
      case "shard-subscribe" -> repeat(
          "ssubscribe", jedis -> ((RedisClusterClient) jedis).ssubscribe(new ShardListener(), "{certify}news"));
      default -> each(KEYS, "incr", UnifiedJedis::incr);
    }
  }

  /** A client of either kind. Constructing one fails where nobody answers: then it is tried again. */
  private static UnifiedJedis connect() {
    while (true) {
      long startedAt = System.nanoTime();
      try {
        return NODES == null ? bySentinels() : byCluster();
      } catch (JedisException error) {
        tell("connect", startedAt, error);
        sleep(500);
      }
    }
  }

  private static UnifiedJedis bySentinels() {
    var builder = RedisSentinelClient.builder()
        .masterName(System.getenv("REDIS_MASTER_NAME"))
        .sentinels(parse(System.getenv("REDIS_SENTINELS")))
        .clientConfig(config());
    if (asReadme) return builder.build();
    return builder
        .sentinelClientConfig(DefaultJedisClientConfig.builder().timeoutMillis(500).build())
        .sentinelReconnectDelay(Delay.constant(Duration.ofMillis(500)))
        .build();
  }

  private static UnifiedJedis byCluster() {
    var builder = RedisClusterClient.builder().nodes(parse(NODES)).clientConfig(config());
    if (asReadme) return builder.build();
    return builder.topologyRefreshPeriod(Duration.ofSeconds(1)).build();
  }

  private static JedisClientConfig config() {
    var builder = DefaultJedisClientConfig.builder();
    String password = System.getenv("REDIS_PASSWORD");
    if (password != null) builder.password(password);
    if (WORKLOAD.equals("read-replicas")) builder.readOnlyForRedisClusterReplicas();
    // Two seconds is what commands have anyway; what waits has none.
    if (!asReadme) builder.timeoutMillis(1000).blockingSocketTimeoutMillis(2000);
    return builder.build();
  }

  private static Set<HostAndPort> parse(String list) {
    return Arrays.stream(list.split(",")).map(HostAndPort::from).collect(Collectors.toSet());
  }

  private static void evalsha(UnifiedJedis jedis, String key) {
    try {
      jedis.evalsha(DIGEST, 1, key);
    } catch (JedisNoScriptException error) {
      jedis.eval(SCRIPT, 1, key);
    }
  }

  private static void read(UnifiedJedis jedis, String key) {
    ((RedisClusterClient) jedis).executeCommandToReplica(new ClusterCommandObjects(RedisProtocol.RESP2).get(key));
  }

  private static void execute(UnifiedJedis jedis) {
    try (AbstractTransaction transaction = jedis.multi()) {
      transaction.incr("{certify}a");
      transaction.incr("{certify}b");
      transaction.exec();
    }
  }

  private static final class Listener extends JedisPubSub {
    @Override
    public void onMessage(String channel, String message) {
      tell("message", System.nanoTime(), null);
    }
  }

  private static final class ShardListener extends JedisShardedPubSub {
    @Override
    public void onSMessage(String channel, String message) {
      tell("message", System.nanoTime(), null);
    }
  }

  /** Does something every 20 ms, for ever, and tells how each one went. */
  private static void repeat(String op, Consumer<UnifiedJedis> act) {
    while (true) {
      long startedAt = System.nanoTime();
      try {
        act.accept(client);
        tell(op, startedAt, null);
      } catch (JedisException error) {
        tell(op, startedAt, error);
      }
      sleep(20);
    }
  }

  /** The same in a thread for each key. */
  private static void each(List<String> keys, String op, BiConsumer<UnifiedJedis, String> act) {
    for (String key : keys) new Thread(() -> repeat(op, jedis -> act.accept(jedis, key))).start();
  }

  /** A line of JSON, which certify counts. */
  private static synchronized void tell(String op, long startedAt, Exception error) {
    long ms = (System.nanoTime() - startedAt) / 1_000_000;
    String why = error == null ? "" : ",\"error\":\"" + escape(String.valueOf(error.getMessage())) + "\"";
    System.out.println("{\"op\":\"" + op + "\",\"ok\":" + (error == null) + why + ",\"ms\":" + ms + "}");
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
  }

  /** 77 tells certify that this client cannot do it. */
  private static void refuse(String why) {
    System.err.println(why);
    System.exit(77);
  }

  private static void sleep(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
    }
  }
}
