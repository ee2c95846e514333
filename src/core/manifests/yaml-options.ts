/**
 * How manifests are written: YAML 1.2 that readers of YAML 1.1 read alike. Kubernetes and the first Compose are such, and take an
 * unquoted `yes`, `on` or `off` for a boolean (yaml.org/type/bool.html).
 */
export const readAnywhere = {aliasDuplicateObjects: false, compat: 'yaml-1.1'} as const
