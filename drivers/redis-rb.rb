# redis-rb 4:
#   redislab certify -- ruby drivers/redis-rb.rb [--as-readme]
require "digest"
require "json"
require "redis"

AS_README = ARGV.include?("--as-readme")
WORKLOAD = ENV.fetch("REDISLAB_WORKLOAD", "write")
NODES = ENV["REDIS_CLUSTER_NODES"]&.split(",")
NAME = ENV["REDIS_MASTER_NAME"]
SCRIPT = "return redis.call('INCR', KEYS[1])"
KEYS = NODES ? ["certify:{a}", "certify:{b}", "certify:{c}"] : ["certify:counter"]

SENTINELS = ENV["REDIS_SENTINELS"]&.split(",")&.map do |address|
  host, _, port = address.rpartition(":")
  {host: host, port: port.to_i}
end

$stdout.sync = true
# An error that nobody rescues ends the whole program.
Thread.abort_on_exception = true

def now = Process.clock_gettime(Process::CLOCK_MONOTONIC)

def tell(op, started_at, error = nil)
  line = {op: op, ok: error.nil?, ms: ((now - started_at) * 1000).round}
  line[:error] = error.message if error
  $stdout.write("#{JSON.generate(line)}\n")
end

def connect
  timeouts = AS_README ? {} : {timeout: 1, reconnect_attempts: 1}
  options = {password: ENV["REDIS_PASSWORD"], **timeouts}
  if NODES
    nodes = NODES.map { |address| "redis://#{address}" }
    return Redis.new(cluster: nodes, replica: WORKLOAD == "read-replicas", **options)
  end
  role = WORKLOAD == "read-replicas" ? :slave : :master
  redis = Redis.new(url: "redis://#{NAME}", sentinels: SENTINELS, role: role, **options)
  Thread.new { watch_master(redis) } unless AS_README || role == :slave
  redis
end

# No setting makes redis-rb notice that its master was replaced: this asks the sentinels each second, and closes the connection
# to a master that is none any more. The next command finds the new one.
def watch_master(redis)
  known = nil
  loop do
    address = find_master
    redis.close if known && address && address != known
    known = address || known
    sleep 1
  end
end

def find_master
  SENTINELS.each do |sentinel|
    client = Redis.new(**sentinel, timeout: 0.5, reconnect_attempts: 0)
    address = client.sentinel("get-master-addr-by-name", NAME)
    return address if address
  rescue Redis::BaseError
    next
  ensure
    client&.close
  end
  nil
end

# Does something every 20 ms, for ever, and tells how each one went. It may raise where nobody answers at the start.
def repeat(op)
  redis = nil
  loop do
    started_at = now
    begin
      redis ||= connect
      yield redis
      tell(op, started_at)
    # Not all of a closed connection's errors are redis-rb's own.
    rescue Redis::BaseError, IOError, SystemCallError => error
      tell(op, started_at, error)
    end
    sleep 0.02
  end
end

# The same in a thread for each key, with a client of its own.
def repeat_on(keys, op)
  keys.map { |key| Thread.new { repeat(op) { |redis| yield redis, key } } }.each(&:join)
end

def evalsha(redis, key)
  redis.evalsha(Digest::SHA1.hexdigest(SCRIPT), keys: [key])
rescue Redis::CommandError => error
  raise unless error.message.start_with?("NOSCRIPT")
  redis.eval(SCRIPT, keys: [key])
end

case WORKLOAD
when "script"
  repeat_on(KEYS, "eval") { |redis, key| redis.eval(SCRIPT, keys: [key]) }
when "evalsha"
  repeat_on(KEYS, "evalsha") { |redis, key| evalsha(redis, key) }
when "read-replicas"
  repeat_on(KEYS, "get") { |redis, key| redis.get(key) }
when "pool"
  repeat_on(["certify:counter"] * 8, "incr") { |redis, key| redis.incr(key) }
when "transaction"
  repeat("exec") do |redis|
    redis.multi do |transaction|
      transaction.incr("{certify}a")
      transaction.incr("{certify}b")
    end
  end
when "multi-key"
  repeat("mset") { |redis| redis.mset("{certify}a", "1", "{certify}b", "2") }
when "blocking-pop"
  repeat("blpop") { |redis| redis.blpop("certify:queue", timeout: AS_README ? 0 : 1) }
when "subscribe"
  repeat("subscribe") do |redis|
    heard = ->(on) { on.message { tell("message", now) } }
    AS_README ? redis.subscribe("certify:news", &heard) : redis.subscribe_with_timeout(2, "certify:news", &heard)
  end
when "shard-subscribe"
  warn "redis-rb #{Redis::VERSION} has no SSUBSCRIBE"
  # 77 tells certify that this client cannot do it.
  exit 77
else
  repeat_on(KEYS, "incr") { |redis, key| redis.incr(key) }
end
