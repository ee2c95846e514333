import type {BadInput} from '../bad-input.ts'

/** What cannot stand in a conf file: directives, templates, and where `render` is to write them. */
export const conf: readonly BadInput[] = [
  {
    typed: 'up 1m --set maxmemory',
    code: 'DIRECTIVE_INVALID',
    message: '--set "maxmemory": a directive needs a name and a value.',
    suggestions: ['Write --set name=value: maxmemory=64mb.'],
  },
  {
    typed: 'up 1m --set port=1',
    code: 'DIRECTIVE_INVALID',
    message: '--set "port=1": redislab sets "port" itself.',
    suggestions: ['Use --port or --sentinel-port.'],
  },
  {
    typed: 'up 1m --set max_memory=1',
    code: 'DIRECTIVE_INVALID',
    message: '--set "max_memory=1": "max_memory" is not the name of a directive.',
    suggestions: ['Names are letters, digits and dashes, as in redis.conf.'],
  },
  {
    typed: "up 1m --set $'maxmemory=1mb\\nrequirepass x'",
    code: 'DIRECTIVE_INVALID',
    message:
      '--set "maxmemory=1mb\\nrequirepass x": the value holds a line break or another control character.',
    suggestions: ['A directive is one line of a conf file.'],
  },
  {
    typed: 'up 1m --set nonsense=yes',
    code: 'CONFIG_REFUSED',
    message: 'n1 refuses line 49 of its conf, "nonsense yes": Bad directive or wrong number of arguments',
    suggestions: [
      'Fix that directive in --set, --sentinel-set or the template. redislab render writes the files without starting them.',
    ],
  },
  {
    typed: 'up 1m --set maxmemory=lots',
    code: 'CONFIG_REFUSED',
    message: 'n1 refuses line 49 of its conf, "maxmemory lots": argument must be a memory value',
    suggestions: [
      'Fix that directive in --set, --sentinel-set or the template. redislab render writes the files without starting them.',
    ],
  },
  {
    typed: 'up 1m --set include=/etc/passwd',
    code: 'DIRECTIVE_INVALID',
    message: '--set "include=/etc/passwd": redislab sets "include" itself.',
    suggestions: ['Use --templates to bring your own conf files.'],
  },
  {
    typed: "up 1m --set user='default off'",
    code: 'DIRECTIVE_INVALID',
    message: '--set "user=default off": redislab and the instances speak to each other as the default user.',
    suggestions: ['Use --password, or name another user.'],
  },
  {
    typed: 'up 1m1s --sentinel-set monitor=x',
    code: 'DIRECTIVE_INVALID',
    message: '--sentinel-set "monitor=x": redislab sets "monitor" itself.',
    suggestions: ['The topology decides what sentinels monitor; --quorum sets the quorum.'],
  },
  {
    typed: 'up 1m1s --sentinel-set sentinel=x',
    code: 'DIRECTIVE_INVALID',
    message: '--sentinel-set "sentinel=x": so begin lines of sentinel.conf, and no option is called so.',
    suggestions: ['Write the option itself: --sentinel-set down-after-milliseconds=500.'],
  },
  {
    typed: 'up 1m1r3s --sentinel-set failover-timeout=0',
    code: 'CONFIG_REFUSED',
    message:
      's1 refuses line 49 of its conf, "sentinel failover-timeout mymaster 0": negative or zero time parameter.',
    suggestions: [
      'Fix that directive in --set, --sentinel-set or the template. redislab render writes the files without starting them.',
    ],
  },
  {
    typed: 'up 1m --templates ./nowhere',
    code: 'TEMPLATE_INVALID',
    message: './nowhere holds neither a redis.conf nor a sentinel.conf.',
    suggestions: ['Start from the shipped ones: cp /redislab/templates/*.conf ./nowhere/'],
  },
  {
    typed: 'up 1m --templates ./no-templates',
    code: 'TEMPLATE_INVALID',
    message: './no-templates holds neither a redis.conf nor a sentinel.conf.',
    suggestions: ['Start from the shipped ones: cp /redislab/templates/*.conf ./no-templates/'],
  },
  {
    typed: 'up 1m --templates ./misspelt',
    code: 'TEMPLATE_INVALID',
    message: 'misspelt/redis.conf:2: {{hots}} is not a placeholder that redislab knows.',
    suggestions: [
      'It knows acl, announce, cluster, debugCommandGate, dir, downloadThread, host, labTiming, links, logfile, name, password, persistAof, persistNone, persistRdb, pidfile, port, replicaOf, tls.',
    ],
  },
  {
    typed: 'up 1m --templates ./unclosed',
    code: 'TEMPLATE_INVALID',
    message: 'unclosed/redis.conf:4: Unclosed section "replicaOf".',
    suggestions: ['Placeholders are written {{name}}; sections {{#name}} … {{/name}}.'],
  },
  {
    typed: 'up 1m --templates ./partial',
    code: 'TEMPLATE_INVALID',
    message: 'partial/redis.conf:3: {{>…}} is not supported.',
    suggestions: ['Placeholders are written {{name}}; sections {{#name}} … {{/name}}.'],
  },
  {
    typed: 'up 1m --templates ./no-port',
    code: 'TEMPLATE_INVALID',
    message:
      'no-port/redis.conf does not say "port {{port}}", so the server would listen on another port than redislab looks for it.',
    suggestions: ['Put a line "port {{port}}" into it.'],
  },
  {
    typed: 'up 1m --templates ./no-bind',
    code: 'TEMPLATE_INVALID',
    message:
      'no-bind/redis.conf does not say "bind {{host}}", so the server would listen on other addresses than redislab looks for it.',
    suggestions: ['Put a line "bind {{host}}" into it.'],
  },
  {
    typed: 'up 1m1r1s --templates ./no-sentinel-port',
    code: 'TEMPLATE_INVALID',
    message:
      'no-sentinel-port/sentinel.conf does not say "port {{port}}", so the server would listen on another port than redislab looks for it.',
    suggestions: [
      'Put a line "port {{port}}" into it.',
      'no-sentinel-port/sentinel.conf does not monitor mymaster. Put three lines into it: {{#masters}}, sentinel monitor {{name}} {{host}} {{port}} {{quorum}}, {{/masters}}',
    ],
  },
  {
    typed: 'up 1m1r --links --templates ./no-links',
    code: 'TEMPLATE_INVALID',
    message: 'no-links/redis.conf has no {{#links}} section, which --links needs.',
    suggestions: [
      'Take that section over from the shipped template: redislab render 1m1r1s --links --out DIR shows it filled in.',
    ],
  },
  {
    typed: 'up 1m1r1s --templates ./production',
    code: 'TEMPLATE_INVALID',
    message: 'production/redis.conf has no {{#replicaOf}} section, so its replicas would be masters.',
    suggestions: [
      'Put three lines into it: {{#replicaOf}}, replicaof {{host}} {{port}}, {{/replicaOf}}',
      'production/redis.conf:3: "dir /var/lib/redis" names another folder than that of the instance. Write: dir {{dir}}',
      'production/sentinel.conf does not monitor mymaster. Put three lines into it: {{#masters}}, sentinel monitor {{name}} {{host}} {{port}} {{quorum}}, {{/masters}}',
      'production/sentinel.conf:3: "sentinel monitor orders 10.0.0.5 6379 2" names 10.0.0.5:6379, which is no data instance of this deployment. Write it inside {{#masters}} … {{/masters}}: sentinel monitor {{name}} {{host}} {{port}} {{quorum}}',
      'production/sentinel.conf:3: "sentinel monitor orders 10.0.0.5 6379 2" names a group that is none of this deployment, whose group is mymaster. Name it on the command line: --master-name orders; or write: sentinel monitor {{name}} {{host}} {{port}} {{quorum}}, inside {{#masters}} … {{/masters}}',
    ],
  },
  {
    typed: 'up 1m --set aclfile=/etc/redis/users.acl',
    code: 'DIRECTIVE_INVALID',
    message: '--set "aclfile=/etc/redis/users.acl": it names a file outside of the folder of the instance.',
    suggestions: ['Its lines mean the same in the template itself: user …'],
  },
  {
    typed: 'up 1m1r --set tls-port=7443',
    code: 'DIRECTIVE_INVALID',
    message: '--set "tls-port=7443": it would be shared by n1, n2.',
    suggestions: ['Have it differ: with {{name}} in the value, or --set n2:tls-port=…'],
  },
  {
    typed: 'up 1m --set n2:hz=20',
    code: 'OPTION_INVALID',
    message: '--set n2:hz: there is no n2.',
    suggestions: ['There is n1.'],
  },
  {
    typed: 'up 1m1s --set s1:hz=20',
    code: 'DIRECTIVE_INVALID',
    message: '--set "s1:hz=20": s1 is a sentinel.',
    suggestions: ['For a sentinel: --sentinel-set'],
  },
  {
    typed: 'up 1m --set unixsocket=/tmp/{{nmae}}.sock',
    code: 'DIRECTIVE_INVALID',
    message: '--set "unixsocket=/tmp/{{nmae}}.sock": {{nmae}} is not known in a value.',
    suggestions: ['A value may hold {{name}}, {{host}} and {{port}}.'],
  },
  {
    typed: "up 1m1s --master-name 'my master'",
    code: 'OPTION_INVALID',
    message: '--master-name my master: a name is letters, digits, dots, dashes and underscores.',
    suggestions: ['Such as --master-name orders'],
  },
  {
    typed: 'up 2m1s --master-name orders,users,more',
    code: 'OPTION_INVALID',
    message: '--master-name orders,users,more: these are 3 names for 2 masters.',
    suggestions: ['Give one name, from which others are made (orders-1, orders-2), or 2.'],
  },
  {
    typed: 'up 3m --cluster --master-name orders',
    code: 'OPTION_INVALID',
    message: '--master-name orders: a cluster has shards and no master groups.',
    suggestions: ['Leave it out.'],
  },
  {
    typed: "render 1m --out './a[1]'",
    code: 'OPTION_INVALID',
    message:
      'The path /here/a[1]/n1 holds one of * ? [, which a server takes for a pattern when it looks for its conf.',
    suggestions: ['Choose another folder: REDISLAB_HOME is that of the state, --out that of render.'],
  },
  {
    typed: 'set n2 replica-announce-ip 10.0.0.5',
    stage: 'sentinels',
    code: 'DIRECTIVE_INVALID',
    message:
      'replica-announce-ip cannot be set so at n2: it names 10.0.0.5, which is no address of this deployment.',
    suggestions: ['What a deployment changes stays in it: docs/templates.md says what may be named.'],
  },
  {
    typed: 'render',
    code: 'USAGE',
    message: 'TOPOLOGY is missing: masters, replicas, sentinels: 1m2r3s.',
    suggestions: ['redislab render --help shows how it is used.'],
  },
  {
    typed: 'render 1m',
    code: 'USAGE',
    message: '--out is missing: folder to write to; made where it is missing.',
    suggestions: ['redislab render --help shows how it is used.'],
  },
  {
    typed: 'render 1m --out ./conf',
    code: 'OPTION_INVALID',
    message: '/here/conf/n1/redis.conf exists already, and is not written over.',
    suggestions: ['Choose an empty folder with --out.'],
  },
  {
    typed: "render 1m --out ''",
    code: 'OPTION_INVALID',
    message: '--out is empty: it takes a folder.',
    suggestions: ['For this folder: --out .'],
  },
  {
    typed: 'render 1m --out ./new --templates ./nowhere',
    code: 'TEMPLATE_INVALID',
    message: './nowhere holds neither a redis.conf nor a sentinel.conf.',
    suggestions: ['Start from the shipped ones: cp /redislab/templates/*.conf ./nowhere/'],
  },
  {
    typed: 'render 1m --out ./new --set nonsense',
    code: 'DIRECTIVE_INVALID',
    message: '--set "nonsense": a directive needs a name and a value.',
    suggestions: ['Write --set name=value: maxmemory=64mb.'],
  },
]
