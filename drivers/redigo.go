// redigo, with FZambia/sentinel and mna/redisc:
//
//	make -C drivers redigo
//	redislab certify -- drivers/redigo [--as-readme]
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/FZambia/sentinel"
	"github.com/gomodule/redigo/redis"
	"github.com/mna/redisc"
)

const text = "return redis.call('INCR', KEYS[1])"

var (
	asReadme = len(os.Args) > 1 && os.Args[1] == "--as-readme"
	workload = os.Getenv("REDISLAB_WORKLOAD")
	nodes    = os.Getenv("REDIS_CLUSTER_NODES")
	script   = redis.NewScript(1, text)
)

// options of a connection to a data instance: the README has no time-outs.
func options(readTimeout time.Duration) []redis.DialOption {
	password := redis.DialPassword(os.Getenv("REDIS_PASSWORD"))
	if asReadme {
		return []redis.DialOption{password}
	}
	return []redis.DialOption{
		password,
		redis.DialConnectTimeout(time.Second),
		redis.DialWriteTimeout(time.Second),
		redis.DialReadTimeout(readTimeout),
	}
}

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

// sentinelPool is that of the README: each connection is asked for its role before it is used.
func sentinelPool() *redis.Pool {
	sentinels := &sentinel.Sentinel{
		Addrs:      strings.Split(os.Getenv("REDIS_SENTINELS"), ","),
		MasterName: os.Getenv("REDIS_MASTER_NAME"),
		Dial: func(address string) (redis.Conn, error) {
			timeout := 500 * time.Millisecond
			return redis.DialTimeout("tcp", address, timeout, timeout, timeout)
		},
	}
	pool := &redis.Pool{
		MaxIdle:     3,
		MaxActive:   64,
		Wait:        true,
		IdleTimeout: 240 * time.Second,
		Dial: func() (redis.Conn, error) {
			askedAt := time.Now()
			address, err := findServer(sentinels)
			if err != nil {
				return nil, err
			}
			connection, err := redis.Dial("tcp", address, options(2*time.Second)...)
			if err != nil {
				return nil, err
			}
			return dated{connection, askedAt}, nil
		},
		TestOnBorrow: func(connection redis.Conn, _ time.Time) error {
			if workload == "read-replicas" || sentinel.TestRole(connection, "master") {
				return nil
			}
			return errors.New("it is no master any more")
		},
	}
	if !asReadme && workload != "read-replicas" {
		dropOldMasters(pool, sentinels)
	}
	return pool
}

func findServer(sentinels *sentinel.Sentinel) (string, error) {
	if workload != "read-replicas" {
		return sentinels.MasterAddr()
	}
	replicas, err := sentinels.Slaves()
	for _, replica := range replicas {
		if replica.Available() {
			return replica.Addr(), nil
		}
	}
	if err == nil {
		err = errors.New("there is no replica")
	}
	return "", err
}

// dated is a connection that knows when the sentinels were asked where to.
type dated struct {
	redis.Conn
	askedAt time.Time
}

// dropOldMasters makes the pool refuse connections to a master that was replaced and does not know it yet: the sentinels are asked
// each second. TestRole asks the old master itself.
func dropOldMasters(pool *redis.Pool, sentinels *sentinel.Sentinel) {
	var mutex sync.Mutex
	var latest string
	test := pool.TestOnBorrow
	changedAt := time.Time{}
	pool.TestOnBorrow = func(connection redis.Conn, usedAt time.Time) error {
		mutex.Lock()
		defer mutex.Unlock()
		// One that was in use when the master changed is given back later.
		if connection.(dated).askedAt.Before(changedAt) {
			return errors.New("there is another master by now")
		}
		return test(connection, usedAt)
	}
	go func() {
		for ; ; time.Sleep(time.Second) {
			address, err := sentinels.MasterAddr()
			if err != nil {
				continue
			}
			mutex.Lock()
			if latest != "" && latest != address {
				changedAt = time.Now()
			}
			latest = address
			mutex.Unlock()
		}
	}()
}

func cluster() *redisc.Cluster {
	return &redisc.Cluster{
		StartupNodes: strings.Split(nodes, ","),
		DialOptions:  options(2 * time.Second),
		CreatePool: func(address string, options ...redis.DialOption) (*redis.Pool, error) {
			return &redis.Pool{
				MaxIdle:     5,
				MaxActive:   10,
				IdleTimeout: time.Minute,
				Dial:        func() (redis.Conn, error) { return redis.Dial("tcp", address, options...) },
				TestOnBorrow: func(connection redis.Conn, _ time.Time) error {
					_, err := connection.Do("PING")
					return err
				},
			}, nil
		},
	}
}

// source gives a connection that is closed after use.
type source func(keys ...string) (redis.Conn, error)

func connect() source {
	if nodes == "" {
		pool := sentinelPool()
		return func(...string) (redis.Conn, error) { return pool.Get(), nil }
	}
	all := cluster()
	// It fails where nobody answers at the start; then each command asks again.
	if err := all.Refresh(); err != nil {
		tell("connect", time.Now(), err)
	}
	return func(keys ...string) (redis.Conn, error) {
		connection := all.Get()
		if workload == "read-replicas" {
			if err := redisc.ReadOnlyConn(connection); err != nil {
				return connection, err
			}
		}
		// What follows redirections can do nothing but single commands.
		if workload != "transaction" && workload != "evalsha" {
			return redisc.RetryConn(connection, 3, 100*time.Millisecond)
		}
		return connection, redisc.BindConn(connection, keys...)
	}
}

// repeat does something every 20 ms, for ever, and tells how each one went.
func repeat(connections source, op string, act func(redis.Conn) error, keys ...string) {
	for ; ; time.Sleep(20 * time.Millisecond) {
		startedAt := time.Now()
		connection, err := connections(keys...)
		if err == nil {
			err = act(connection)
		}
		if connection != nil {
			connection.Close()
		}
		tell(op, startedAt, err)
	}
}

func single(command string, arguments ...interface{}) func(redis.Conn) error {
	return func(connection redis.Conn) error {
		_, err := connection.Do(command, arguments...)
		return err
	}
}

func transaction(connection redis.Conn) error {
	connection.Send("MULTI")
	connection.Send("INCR", "{certify}a")
	connection.Send("INCR", "{certify}b")
	_, err := connection.Do("EXEC")
	return err
}

// subscribe waits for messages until there is an error, with a time-out of two seconds unless it is as the README says.
func subscribe(connection redis.Conn) error {
	pubsub := redis.PubSubConn{Conn: connection}
	if err := pubsub.Subscribe("certify:news"); err != nil {
		return err
	}
	for {
		switch received := pubsub.Receive().(type) {
		case error:
			return received
		case redis.Message:
			tell("message", time.Now(), nil)
		}
	}
}

func main() {
	if workload == "shard-subscribe" {
		fmt.Fprintln(os.Stderr, "redisc gives no connection for SSUBSCRIBE that follows")
		// It tells certify that this client cannot do it.
		os.Exit(77)
	}
	connections := connect()
	keys := []string{"certify:counter"}
	if nodes != "" {
		keys = []string{"certify:{a}", "certify:{b}", "certify:{c}"}
	}
	each := func(op string, act func(key string) func(redis.Conn) error) {
		for _, key := range keys {
			go repeat(connections, op, act(key), key)
		}
		select {}
	}
	switch workload {
	case "script":
		each("eval", func(key string) func(redis.Conn) error { return single("EVAL", text, 1, key) })
	case "evalsha":
		each("evalsha", func(key string) func(redis.Conn) error {
			return func(connection redis.Conn) error {
				_, err := script.Do(connection, key)
				return err
			}
		})
	case "read-replicas":
		each("get", func(key string) func(redis.Conn) error { return single("GET", key) })
	case "pool":
		for count := 0; count < 7; count++ {
			go repeat(connections, "incr", single("INCR", keys[0]), keys[0])
		}
		repeat(connections, "incr", single("INCR", keys[0]), keys[0])
	case "transaction":
		repeat(connections, "exec", transaction, "{certify}a", "{certify}b")
	case "multi-key":
		repeat(connections, "mset", single("MSET", "{certify}a", "1", "{certify}b", "2"))
	case "blocking-pop":
		seconds := 1
		if asReadme {
			seconds = 0
		}
		repeat(connections, "blpop", single("BLPOP", "certify:queue", seconds))
	case "subscribe":
		repeat(connections, "subscribe", subscribe)
	default:
		each("incr", func(key string) func(redis.Conn) error { return single("INCR", key) })
	}
}
