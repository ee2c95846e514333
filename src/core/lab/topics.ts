/** The topics of the shipped labs, in the order in which they are read. */
export const topics = ['locks', 'replication', 'sentinel', 'cluster', 'applications', 'environment'] as const
export type Topic = (typeof topics)[number]
