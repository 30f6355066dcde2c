import type { NeighbourId } from '../link.ts'
import type { Step } from './state.ts'

/** Provable misbehaviour costs tokens; who has none left is cut off. */
export function fine({ state, now, effects }: Step, neighbour: NeighbourId, reason: string): void {
  const left = state.neighbours.get(neighbour)?.bucket.fine(state.limits.invalidCost, now)
  if (left === false) effects.push({ type: 'disconnect', neighbour, reason })
}

/** Whether a neighbour may still have this much done for it. */
export function charge({ state, now }: Step, neighbour: NeighbourId, cost: number): boolean {
  return state.neighbours.get(neighbour)?.bucket.take(cost, now) ?? false
}
