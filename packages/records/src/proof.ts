import { equalBytes } from './byte-order.ts'
import { expandId } from './expand.ts'
import { addLattice, fingerprint, type Lattice, subtractLattice } from './lattice.ts'
import type { Difference } from './peel.ts'

/** Whether the difference turns our set into theirs: without this, forged symbols could send us astray. */
export function isProven({ ours, theirs }: Difference, lattice: Lattice, hash: Uint8Array): boolean {
  const sum = lattice.slice()
  for (const id of ours) subtractLattice(sum, expandId(id))
  for (const id of theirs) addLattice(sum, expandId(id))
  return equalBytes(fingerprint(sum), hash)
}
