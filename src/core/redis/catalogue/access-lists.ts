import {entry} from './entry.ts'

/** Users and their rights: ACL files and rules that cannot be read or stored (acl.c). */
export const accessListEntries = [
  entry({
    kind: 'acl-file-unloadable',
    text: 'Aborting Redis startup because of ACL errors: {reason}',
    severity: 'error',
    meaning: ({reason}) => `The ACL file cannot be loaded (${reason}): the server does not start.`,
    samples: [
      "Aborting Redis startup because of ACL errors: /etc/redis/users.acl:1: Error in ACL file, user 'app': unknown rule.",
    ],
  }),
  entry({
    kind: 'acl-two-sources',
    text: 'Configuring Redis with users defined in redis.conf and at the same setting an ACL file path is invalid.…',
    severity: 'error',
    meaning: 'Users are defined in the conf file, and aclfile is set too: the server does not start.',
    advice: 'Keep the users in one place: move the lines "user …" into the ACL file, or remove aclfile.',
    samples: [
      'Configuring Redis with users defined in redis.conf and at the same setting an ACL file path is invalid. This setup is very likely to lead to configuration errors and security holes, please define either an ACL file or declare users directly in your redis.conf, but not both.',
    ],
  }),
  entry({
    kind: 'acl-users-unloadable',
    text: 'Critical error while loading ACLs. Exiting.',
    severity: 'error',
    meaning:
      'A user in the conf file is defined wrongly: the server does not start. The line before says which.',
    samples: ['Critical error while loading ACLs. Exiting.'],
  }),
  entry({
    kind: 'acl-rule-invalid',
    text: "Error loading ACL rule '{rule}' for the user named '{user}': {reason}",
    severity: 'error',
    meaning: ({rule, user, reason}) => `The rule "${rule}" of user ${user} is not valid (${reason}).`,
    samples: [
      "Error loading ACL rule '+nosuch' for the user named 'app': Unknown command or category name in ACL",
    ],
  }),
  entry({
    kind: 'acl-user-name-invalid',
    text: 'Spaces not allowed in ACL usernames',
    severity: 'error',
    meaning: 'The name of a user has a space or a null byte in it, which is not allowed.',
    samples: ['Spaces not allowed in ACL usernames'],
  }),
  entry({
    kind: 'acl-user-disabled',
    text: "The user '{user}' is disabled (there is no 'on' modifier in the user description). Make sure this is not a configuration error.",
    severity: 'warning',
    meaning: ({user}) => `User ${user} cannot log in: its definition lacks "on".`,
    samples: [
      "The user 'app' is disabled (there is no 'on' modifier in the user description). Make sure this is not a configuration error.",
    ],
  }),
  entry({
    kind: 'acl-save-failed',
    text: 'Writing ACL file for ACL SAVE: {reason}',
    also: [
      'Opening temp ACL file for ACL SAVE: {reason}',
      'Syncing ACL file for ACL SAVE: {reason}',
      'Renaming ACL file for ACL SAVE: {reason}',
      'Syncing ACL directory for ACL SAVE: {reason}',
    ],
    severity: 'error',
    meaning: ({reason}) =>
      `ACL SAVE could not store the users (${reason}): a restart brings the old ones back.`,
    advice: 'Make the folder of the ACL file writable: the file is replaced, not overwritten.',
    samples: ['Opening temp ACL file for ACL SAVE: Permission denied'],
  }),
  entry({
    kind: 'acl-first-argument-deprecated',
    text: 'Deprecation warning: Allowing a first arg of an otherwise blocked command is a misuse of ACL and may get disabled in the future (offender: +{rule})',
    severity: 'warning',
    meaning: ({rule}) =>
      `The rule "+${rule}" allows one first argument of a command that is otherwise denied. It works, but may not in later versions.`,
    samples: [
      'Deprecation warning: Allowing a first arg of an otherwise blocked command is a misuse of ACL and may get disabled in the future (offender: +select|0)',
    ],
  }),
  entry({
    kind: 'acl-rules-inconsistent',
    text: "CRITICAL ERROR: User ACLs don't match final bitmap: '{rules}'",
    severity: 'error',
    meaning:
      'The rights of a user, written out, are not the rights that are in force. That is an error of the server, which ends.',
    samples: ["CRITICAL ERROR: User ACLs don't match final bitmap: '-@all +get'"],
  }),
]
