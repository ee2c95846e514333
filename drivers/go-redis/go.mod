module redislab/drivers/go-redis

go 1.18

require github.com/redis/go-redis/v9 v9.17.3
