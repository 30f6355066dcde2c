import { type CodedSymbols, checkOf, copySymbols, forEachIndex, toggleAt } from './coded-symbols.ts'

export interface Difference {
  /** Ids that only the other set has. */
  readonly theirs: readonly Uint32Array[]
  /** Ids that only our set has. */
  readonly ours: readonly Uint32Array[]
}

/** The difference of two sets from a prefix of both's symbols, or undefined if more symbols are needed. */
export function peel(ours: CodedSymbols, theirs: CodedSymbols): Difference | undefined {
  const length = theirs.counts.length
  const rest = subtract(theirs, ours, length)
  const difference = { theirs: [] as Uint32Array[], ours: [] as Uint32Array[] }
  const pure: number[] = []
  for (let i = 0; i < length; i++) if (isPure(rest, i)) pure.push(i)
  // Each symbol yields at most one id, or a forged prefix could keep this going for ever.
  for (let found = 0; pure.length > 0 && found <= length; ) {
    const index = pure.pop() as number
    if (!isPure(rest, index)) continue
    found++
    take(rest, index, difference, pure)
  }
  return isEmpty(rest) ? difference : undefined
}

function take(rest: CodedSymbols, index: number, difference: Difference, pure: number[]): void {
  const id = Uint32Array.from(rest.sums.subarray(index * 8, index * 8 + 8))
  const sign = signOf(rest.counts[index] as number)
  ;((sign === 1 ? difference.theirs : difference.ours) as Uint32Array[]).push(id)
  const check = checkOf(id)
  forEachIndex(id, rest.counts.length, (i) => {
    toggleAt(rest, i, id, check, -sign)
    if (isPure(rest, i)) pure.push(i)
  })
}

function subtract(theirs: CodedSymbols, ours: CodedSymbols, length: number): CodedSymbols {
  const rest = copySymbols(theirs, length)
  for (let i = 0; i < length * 8; i++) rest.sums[i] = (rest.sums[i] as number) ^ (ours.sums[i] as number)
  for (let i = 0; i < length; i++) {
    rest.checks[i] = (rest.checks[i] as number) ^ (ours.checks[i] as number)
    rest.counts[i] = (rest.counts[i] as number) - (ours.counts[i] as number)
  }
  return rest
}

// Counts travel modulo 256: the check decides, the count only tells the side.
function signOf(count: number): number {
  const low = count & 0xff
  return low === 1 ? 1 : low === 0xff ? -1 : 0
}

function isPure(symbols: CodedSymbols, index: number): boolean {
  if (signOf(symbols.counts[index] as number) === 0) return false
  return symbols.checks[index] === checkOf(symbols.sums.subarray(index * 8, index * 8 + 8))
}

function isEmpty({ sums, checks, counts }: CodedSymbols): boolean {
  return sums.every((word) => word === 0) && checks.every((c) => c === 0) && counts.every((c) => (c & 0xff) === 0)
}
