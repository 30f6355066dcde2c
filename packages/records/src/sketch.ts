import { createSymbols, MAX_SYMBOLS, toggleId } from './coded-symbols.ts'
import { createCounters, pull } from './estimate.ts'
import { addLattice, createLattice, subtractLattice } from './lattice.ts'

/** What two peers compare of a set or a part of one: all of it is kept up as records come, none needs a scan. */
export class Sketch {
  count = 0
  readonly lattice = createLattice()
  readonly counters = createCounters()
  readonly symbols = createSymbols(MAX_SYMBOLS)

  /** `expanded` is the id's share of a lattice. */
  toggle(id: Uint32Array, expanded: Uint32Array, sign: 1 | -1): void {
    this.count += sign
    if (sign === 1) addLattice(this.lattice, expanded)
    else subtractLattice(this.lattice, expanded)
    pull(this.counters, expanded, sign)
    toggleId(this.symbols, id, sign)
  }
}
