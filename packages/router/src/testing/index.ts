export { testSpread } from './spread.ts'
export type { CreateSpreadMesh, SpreadMesh, SpreadMeshPeer } from './spread-mesh.ts'
