// go-redis 9:
//
//	make -C drivers go-redis
//	redislab certify -- drivers/go-redis/go-redis [--as-readme]
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

const text = "return redis.call('INCR', KEYS[1])"

var (
	asReadme = len(os.Args) > 1 && os.Args[1] == "--as-readme"
	workload = os.Getenv("REDISLAB_WORKLOAD")
	nodes    = os.Getenv("REDIS_CLUSTER_NODES")
	password = os.Getenv("REDIS_PASSWORD")
	script   = redis.NewScript(text)
)

// line is what certify counts.
type line struct {
	Op    string `json:"op"`
	OK    bool   `json:"ok"`
	Error string `json:"error,omitempty"`
	Ms    int64  `json:"ms"`
}

var output sync.Mutex

func tell(op string, startedAt time.Time, err error) {
	said := line{Op: op, OK: err == nil, Ms: time.Since(startedAt).Milliseconds()}
	if err != nil {
		said.Error = err.Error()
	}
	bytes, _ := json.Marshal(said)
	output.Lock()
	defer output.Unlock()
	fmt.Println(string(bytes))
}

// byCluster follows the README: addresses, and no settings more.
func byCluster() redis.UniversalClient {
	options := &redis.ClusterOptions{
		Addrs:    strings.Split(nodes, ","),
		Password: password,
		ReadOnly: workload == "read-replicas",
	}
	if asReadme {
		return redis.NewClusterClient(options)
	}
	options.DialTimeout = time.Second
	options.ReadTimeout = time.Second
	options.WriteTimeout = time.Second
	options.ContextTimeoutEnabled = true
	options.FailingTimeoutSeconds = 1
	client := redis.NewClusterClient(options)
	go func() {
		// It asks for the slots again after a redirection, or when the answer is ten seconds old.
		for ; ; time.Sleep(time.Second) {
			client.ReloadState(context.Background())
		}
	}()
	return client
}

// bySentinels listens to +switch-master at one sentinel.
func bySentinels() redis.UniversalClient {
	options := &redis.FailoverOptions{
		MasterName:    os.Getenv("REDIS_MASTER_NAME"),
		SentinelAddrs: strings.Split(os.Getenv("REDIS_SENTINELS"), ","),
		Password:      password,
		ReplicaOnly:   workload == "read-replicas",
	}
	if asReadme {
		return redis.NewFailoverClient(options)
	}
	options.DialTimeout = time.Second
	options.ReadTimeout = time.Second
	options.WriteTimeout = time.Second
	options.ContextTimeoutEnabled = true
	// Each new connection asks a sentinel: a message that was missed costs no more than this.
	options.ConnMaxLifetime = 2 * time.Second
	return redis.NewFailoverClient(options)
}

func connect() redis.UniversalClient {
	if nodes == "" {
		return bySentinels()
	}
	return byCluster()
}

// attempt gives an operation three seconds, with all that the library tries within it.
func attempt(op string, act func(context.Context) error) {
	ctx := context.Background()
	if !asReadme {
		limited, cancel := context.WithTimeout(ctx, 3*time.Second)
		defer cancel()
		ctx = limited
	}
	startedAt := time.Now()
	err := act(ctx)
	// An empty queue is no error.
	if err == redis.Nil {
		err = nil
	}
	tell(op, startedAt, err)
}

// repeat does something every 20 ms, for ever, and tells how each one went.
func repeat(op string, act func(context.Context) error) {
	for ; ; time.Sleep(20 * time.Millisecond) {
		attempt(op, act)
	}
}

func subscribe(subscription *redis.PubSub) {
	options := []redis.ChannelOption{}
	if !asReadme {
		options = append(options, redis.WithChannelHealthCheckInterval(time.Second))
	}
	for range subscription.Channel(options...) {
		tell("message", time.Now(), nil)
	}
}

func main() {
	client := connect()
	keys := []string{"certify:counter"}
	if nodes != "" {
		keys = []string{"certify:{a}", "certify:{b}", "certify:{c}"}
	}
	each := func(op string, act func(ctx context.Context, key string) error) {
		for _, key := range keys {
			key := key
			go repeat(op, func(ctx context.Context) error { return act(ctx, key) })
		}
		select {}
	}
	incr := func(ctx context.Context, key string) error { return client.Incr(ctx, key).Err() }
	switch workload {
	case "script":
		each("eval", func(ctx context.Context, key string) error {
			return client.Eval(ctx, text, []string{key}).Err()
		})
	case "evalsha":
		each("evalsha", func(ctx context.Context, key string) error {
			return script.Run(ctx, client, []string{key}).Err()
		})
	case "read-replicas":
		each("get", func(ctx context.Context, key string) error { return client.Get(ctx, key).Err() })
	case "pool":
		keys = make([]string, 8)
		for index := range keys {
			keys[index] = "certify:counter"
		}
		each("incr", incr)
	case "transaction":
		repeat("exec", func(ctx context.Context) error {
			_, err := client.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
				pipe.Incr(ctx, "{certify}a")
				pipe.Incr(ctx, "{certify}b")
				return nil
			})
			return err
		})
	case "multi-key":
		repeat("mset", func(ctx context.Context) error {
			return client.MSet(ctx, "{certify}a", 1, "{certify}b", 2).Err()
		})
	case "blocking-pop":
		seconds := time.Second
		if asReadme {
			seconds = 0
		}
		repeat("blpop", func(ctx context.Context) error {
			return client.BLPop(ctx, seconds, "certify:queue").Err()
		})
	case "subscribe":
		subscribe(client.Subscribe(context.Background(), "certify:news"))
	case "shard-subscribe":
		subscribe(client.SSubscribe(context.Background(), "{certify}news"))
	default:
		each("incr", incr)
	}
}
