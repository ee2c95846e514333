/* hiredis, which knows neither Sentinel nor clusters: this asks the sentinels itself, as most programs in C do.
 *   make -C drivers hiredis
 *   redislab certify --suite sentinel -- drivers/hiredis [--as-readme]
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <hiredis/hiredis.h>

#define SCRIPT "return redis.call('INCR', KEYS[1])"

struct address {
  char host[256];
  int port;
};

static bool as_readme;
static const char *workload;
/* What went wrong last, without a connection that would know it. */
static char problem[512];

static bool does(const char *name) { return strcmp(workload, name) == 0; }

static double now_ms(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000.0 + time.tv_nsec / 1e6;
}

/* A line of JSON, in one write: the processes of a pool share stdout. */
static void tell(const char *op, double started_at, const char *error) {
  char line[768], text[512];
  int ms = (int)(now_ms() - started_at + 0.5), size;
  if (error == NULL) {
    size = snprintf(line, sizeof line, "{\"op\":\"%s\",\"ok\":true,\"ms\":%d}\n", op, ms);
  } else {
    snprintf(text, sizeof text, "%s", error);
    for (char *at = text; *at != '\0'; at++)
      if (*at == '"' || *at == '\\' || (unsigned char)*at < ' ') *at = ' ';
    size = snprintf(line, sizeof line, "{\"op\":\"%s\",\"ok\":false,\"ms\":%d,\"error\":\"%s\"}\n", op, ms, text);
  }
  if (write(STDOUT_FILENO, line, size) != size) exit(1);
}

static void pause_ms(int ms) {
  struct timespec time = {ms / 1000, ms % 1000 * 1000000L};
  nanosleep(&time, NULL);
}

/* As the README does it without a time-out; else with one for the connection and for each reply. */
static redisContext *open_connection(const struct address *to, int timeout_ms) {
  struct timeval timeout = {timeout_ms / 1000, timeout_ms % 1000 * 1000};
  redisContext *context =
    as_readme ? redisConnect(to->host, to->port) : redisConnectWithTimeout(to->host, to->port, timeout);
  if (context != NULL && context->err == 0 && !as_readme) redisSetTimeout(context, timeout);
  if (context == NULL || context->err != 0) {
    snprintf(problem, sizeof problem, "%s:%d: %s", to->host, to->port, context ? context->errstr : "no memory");
    if (context != NULL) redisFree(context);
    return NULL;
  }
  return context;
}

static bool is_of_type(const redisReply *reply, int type) { return reply != NULL && reply->type == type; }

static const char *field(const redisReply *replica, const char *name) {
  for (size_t index = 0; index + 1 < replica->elements; index += 2)
    if (strcmp(replica->element[index]->str, name) == 0) return replica->element[index + 1]->str;
  return "";
}

static bool take_address(struct address *found, const char *host, const char *port) {
  snprintf(found->host, sizeof found->host, "%s", host);
  found->port = atoi(port);
  return true;
}

/* What a sentinel says: the master, or a replica that is up. */
static bool ask_sentinel(redisContext *sentinel, struct address *found) {
  const char *name = getenv("REDIS_MASTER_NAME");
  bool is_replica = does("read-replicas"), is_found = false;
  redisReply *reply =
    redisCommand(sentinel, is_replica ? "SENTINEL replicas %s" : "SENTINEL get-master-addr-by-name %s", name);
  if (is_of_type(reply, REDIS_REPLY_ARRAY) && !is_replica && reply->elements == 2)
    is_found = take_address(found, reply->element[0]->str, reply->element[1]->str);
  if (is_of_type(reply, REDIS_REPLY_ARRAY) && is_replica)
    for (size_t index = 0; index < reply->elements && !is_found; index++) {
      const redisReply *replica = reply->element[index];
      const char *flags = field(replica, "flags");
      if (strstr(flags, "s_down") == NULL && strstr(flags, "disconnected") == NULL)
        is_found = take_address(found, field(replica, "ip"), field(replica, "port"));
    }
  if (!is_found) snprintf(problem, sizeof problem, "a sentinel: %s", reply ? "knows none" : sentinel->errstr);
  if (reply != NULL) freeReplyObject(reply);
  return is_found;
}

/* Asks one sentinel after the other. */
static bool find_server(struct address *found) {
  const char *at = getenv("REDIS_SENTINELS");
  while (at != NULL && *at != '\0') {
    char one[256];
    size_t length = strcspn(at, ",");
    snprintf(one, sizeof one, "%.*s", (int)length, at);
    at += length + (at[length] == ',');
    char *colon = strrchr(one, ':');
    if (colon == NULL) continue;
    *colon = '\0';
    struct address sentinel;
    take_address(&sentinel, one, colon + 1);
    redisContext *context = open_connection(&sentinel, 500);
    if (context == NULL) continue;
    bool is_found = ask_sentinel(context, found);
    redisFree(context);
    if (is_found) return true;
  }
  return false;
}

static redisContext *connect_to(const struct address *server) {
  redisContext *context = open_connection(server, 2000);
  const char *password = getenv("REDIS_PASSWORD");
  if (context == NULL || password == NULL) return context;
  redisReply *reply = redisCommand(context, "AUTH %s", password);
  if (reply != NULL) freeReplyObject(reply);
  return context;
}

/* Reads replies until one is an error, or the last one is there. */
static const char *check(redisContext *context, redisReply *reply) {
  if (reply == NULL) return snprintf(problem, sizeof problem, "%s", context->errstr), problem;
  bool is_error = reply->type == REDIS_REPLY_ERROR;
  if (is_error) snprintf(problem, sizeof problem, "%s", reply->str);
  freeReplyObject(reply);
  return is_error ? problem : NULL;
}

static const char *execute_transaction(redisContext *context) {
  const char *commands[] = {"MULTI", "INCR {certify}a", "INCR {certify}b", "EXEC"};
  const char *error = NULL;
  for (size_t index = 0; index < 4 && error == NULL; index++) error = check(context, redisCommand(context, commands[index]));
  return error;
}

static const char *run_by_digest(redisContext *context) {
  static char digest[64];
  if (digest[0] == '\0') {
    redisReply *reply = redisCommand(context, "SCRIPT LOAD %s", SCRIPT);
    if (is_of_type(reply, REDIS_REPLY_STRING)) snprintf(digest, sizeof digest, "%s", reply->str);
    const char *error = check(context, reply);
    if (error != NULL) return error;
  }
  const char *error = check(context, redisCommand(context, "EVALSHA %s 1 certify:counter", digest));
  bool is_unknown = error != NULL && strncmp(error, "NOSCRIPT", 8) == 0;
  return is_unknown ? check(context, redisCommand(context, "EVAL %s 1 certify:counter", SCRIPT)) : error;
}

/* Subscribes once, then waits for a message. */
static const char *wait_for_message(redisContext *context, bool is_new) {
  if (is_new) return check(context, redisCommand(context, "SUBSCRIBE certify:news"));
  void *reply = NULL;
  redisGetReply(context, &reply);
  return check(context, reply);
}

static const char *act(redisContext *context, bool is_new) {
  if (does("subscribe")) return wait_for_message(context, is_new);
  if (does("transaction")) return execute_transaction(context);
  if (does("evalsha")) return run_by_digest(context);
  if (does("script")) return check(context, redisCommand(context, "EVAL %s 1 certify:counter", SCRIPT));
  if (does("multi-key")) return check(context, redisCommand(context, "MSET {certify}a 1 {certify}b 2"));
  if (does("read-replicas")) return check(context, redisCommand(context, "GET certify:counter"));
  if (does("blocking-pop")) return check(context, redisCommand(context, "BLPOP certify:queue %d", as_readme ? 0 : 1));
  return check(context, redisCommand(context, "INCR certify:counter"));
}

/* Every 20 ms, for ever. After an error there is a new connection, to the server that the sentinels name then. */
static void repeat(void) {
  redisContext *context = NULL;
  struct address server = {"", 0};
  double asked_at = 0;
  for (;;) {
    double started_at = now_ms();
    bool is_new = context == NULL;
    /* Nothing tells that the master was replaced: the sentinels are asked each second. */
    if (is_new || (!as_readme && !does("read-replicas") && started_at - asked_at > 1000)) {
      struct address latest;
      bool is_found = find_server(&latest);
      asked_at = started_at;
      if (is_found && (is_new || latest.port != server.port || strcmp(latest.host, server.host) != 0)) {
        if (context != NULL) redisFree(context);
        server = latest;
        context = connect_to(&server);
        is_new = true;
      }
    }
    const char *error = context == NULL ? problem : act(context, is_new);
    tell(workload, started_at, error);
    if (error != NULL && context != NULL) {
      redisFree(context);
      context = NULL;
    }
    if (!does("subscribe") || error != NULL) pause_ms(20);
  }
}

int main(int count, char **arguments) {
  as_readme = count > 1 && strcmp(arguments[1], "--as-readme") == 0;
  workload = getenv("REDISLAB_WORKLOAD") ? getenv("REDISLAB_WORKLOAD") : "write";
  signal(SIGPIPE, SIG_IGN);
  if (getenv("REDIS_SENTINELS") == NULL) {
    fprintf(stderr, "hiredis has no support for clusters: redislab certify --suite sentinel\n");
    /* It tells certify that this client cannot do it. */
    return 77;
  }
  if (does("pool"))
    for (int process = 1; process < 8; process++)
      if (fork() == 0) break;
  repeat();
}
