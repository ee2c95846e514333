export class ClusterClient {}
