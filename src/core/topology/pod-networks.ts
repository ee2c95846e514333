/** The second numbers of the networks of pods, `10.N.0.0/16`, that the usual plugins and distributions of Kubernetes begin with. */
export const podNetworks: readonly number[] = [244, 42, 233, 32, 1]
