/**
 * What is taken out of the environment of programs that redislab starts for itself: they need no password, live for long,
 * and show their environment to every user who may look at them.
 */
export const withoutSecrets = {REDISLAB_PASSWORD: undefined, REDISLAB_SENTINEL_PASSWORD: undefined}
