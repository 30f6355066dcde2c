export { testLink } from './link.ts'
export type { LinkPair } from './link.ts'
export { testSpread } from './spread.ts'
export type { CreateSpreadMesh, SpreadMesh, SpreadMeshPeer } from './spread-mesh.ts'
