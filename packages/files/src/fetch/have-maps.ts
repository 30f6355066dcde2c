import type { CID } from 'multiformats/cid'
import { type Clock, later } from '../clock.ts'
import type { Job } from './jobs.ts'
import type { Member } from './member.ts'

interface Surroundings {
  readonly members: ReadonlyMap<string, Member>
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly changed: () => void
}

/** Who has which blocks, as they say themselves. */
export interface HaveMaps {
  readonly follow: (node: CID, links: readonly CID[]) => void
  joined(member: Member): void
  /** How many are known to have it: the fewer, the sooner it should be fetched. */
  readonly holders: (job: Job) => number
  /** Whether somebody said that it does not have it; `undefined` where nothing is known. */
  readonly lacks: (job: Job, member: Member) => boolean | undefined
}

interface Followed {
  readonly node: CID
  readonly links: readonly string[]
}

// A peer that is still downloading has a few hundred megabytes more by then; a map of a node is 128 bytes.
const REFRESH_MS = 1_000
// Nodes of a download that are asked about at once: the current ones are at the end.
const MAX_FOLLOWED = 4

export function createHaveMaps({ members, clock, signal, changed }: Surroundings): HaveMaps {
  const said = new Map<Member, Map<string, boolean>>()
  let followed: Followed[] = []
  let asking = false

  async function learn(member: Member, { node, links }: Followed): Promise<void> {
    const held = await member.provider.holds?.(node, { signal })
    if (!held) return
    const map = said.get(member) ?? new Map<string, boolean>()
    said.set(member, map)
    for (const [index, key] of links.entries()) map.set(key, held[index] ?? false)
    changed()
  }

  async function refresh(): Promise<void> {
    const present = [...members.values()].filter(
      (member) => !member.gone && member.provider.holds && !isComplete(member),
    )
    // Who does not answer is asked for blocks all the same.
    await Promise.allSettled(present.flatMap((member) => followed.map((about) => learn(member, about))))
    later(clock, REFRESH_MS, signal, () => void refresh())
  }

  function isComplete(member: Member): boolean {
    const map = said.get(member)
    return map !== undefined && followed.every(({ links }) => links.every((key) => map.get(key) === true))
  }

  return {
    follow(node, links) {
      const about = { node, links: links.map(String) }
      followed = [...followed.slice(1 - MAX_FOLLOWED), about]
      for (const member of members.values()) learn(member, about).catch(() => undefined)
      if (!asking) later(clock, REFRESH_MS, signal, () => void refresh())
      asking = true
    },
    joined(member) {
      for (const about of followed) learn(member, about).catch(() => undefined)
    },
    holders(job) {
      let count = 0
      for (const map of said.values()) if (map.get(job.key)) count += 1
      return count
    },
    lacks(job, member) {
      const has = said.get(member)?.get(job.key)
      return has === undefined ? undefined : !has
    },
  }
}
