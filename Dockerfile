# redislab with a Redis server, for machines that have neither Node nor Redis. How to use it: docs/guide.md, "In a container".
#
#   docker build -t redislab .
#
# Any image of Debian or Ubuntu with Node 20.19 or later, and its user node, can be the base. Of tini and a server (redis-server or
# valkey-server), what it brings is kept, and what it lacks is installed.
ARG BASE=node:lts-slim

FROM ${BASE} AS build
WORKDIR /redislab
COPY . .
# A context that brings its build is not built again. The state folder is made in one that every user may write, for docker run --user.
RUN [ -e bundle ] || { npm ci --no-audit --no-fund && npm run build; } && \
    mkdir -p /image/opt/redislab /image/usr/local/bin && mkdir -p -m 1777 /image/var/lib/redislab && \
    mv package.json oclif.manifest.json LICENSE README.md bin bundle templates labs docs /image/opt/redislab/ && \
    ln -s /opt/redislab/bin/run.js /image/usr/local/bin/redislab

FROM ${BASE}
LABEL org.opencontainers.image.title=redislab \
      org.opencontainers.image.licenses=MIT \
      org.opencontainers.image.source=https://github.com/redislab/redislab
RUN command -v tini >/dev/null || missing=tini; \
    command -v redis-server >/dev/null || command -v valkey-server >/dev/null || missing="$missing redis-server"; \
    [ -z "$missing" ] || { \
      apt-get update && apt-get install --yes --no-install-recommends $missing && rm -rf /var/lib/apt/lists/*; }
COPY --from=build /image/ /
# SHELL: of a user without a name, which the system cannot say.
ENV REDISLAB_HOME=/var/lib/redislab/state SHELL=/bin/sh
USER node
# tini is process 1: it reaps what has lost its parent, as each server has, and passes signals on.
ENTRYPOINT ["tini", "--", "sh", "/opt/redislab/bin/in-container"]
CMD ["--help"]
