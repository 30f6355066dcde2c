import { distinguisher } from './distinguisher.ts'
import { gossipsub } from './gossipsub.ts'
import { linkable } from './linkable.ts'
import { members } from './members.ts'
import { askers, hosts } from './passive.ts'
import { raw } from './raw.ts'
import { realLinks } from './real-links.ts'
import { rushing } from './rushing.ts'
import type { Sample } from './samples.ts'
import { timing } from './timing.ts'

/** Some minutes of work at the most, whose result is kept. */
export interface Job {
  readonly part: string
  readonly name: string
  run(): Promise<Sample[]>
}

/** Everything that the full run does, the cheapest and most telling first. */
export function listJobs(peers: number): Job[] {
  return [
    ...each('hosts', 8, (seed) => hosts({ peers, seed })),
    ...each('askers', 8, (seed) => askers({ peers, seed })),
    ...each('distinguisher', 6, (seed) => distinguisher({ peers, seed })),
    ...each('distinguisher-control', 2, (seed) => distinguisher({ peers, seed, tail: false })),
    ...each('distinguisher-large', 2, (seed) => distinguisher({ peers: 300, seed, bytes: 300_000 })),
    ...each('real-links', 2, (seed) => realLinks({ seed })),
    ...each('real-links-control', 2, (seed) => realLinks({ seed, tail: false })),
    ...each('timing', 15, (seed) => timing({ peers, seed })),
    ...each('timing-control', 2, (seed) => timing({ peers, seed, unscoped: true })),
    ...each('linkable-asker', 5, (seed) => linkable({ peers, seed, role: 'asker' })),
    ...each('linkable-asker-churn', 5, (seed) => linkable({ peers, seed, role: 'asker', churn: 0.01 })),
    ...each('linkable-host', 5, (seed) => linkable({ peers, seed, role: 'host' })),
    ...each('linkable-host-churn', 5, (seed) => linkable({ peers, seed, role: 'host', churn: 0.01 })),
    ...each('linkable-control', 1, (seed) => linkable({ peers, seed, role: 'asker', messages: 20, fresh: true })),
    ...each('linkable-asker-long', 3, (seed) => linkable({ peers, seed, role: 'asker', churn: 0.01, minutes: 100 })),
    ...each('linkable-host-long', 3, (seed) => linkable({ peers, seed, role: 'host', churn: 0.01, minutes: 100 })),
    ...each('members', 6, (seed) => members({ peers, seed })),
    ...[0.01, 0.05, 0.1].flatMap((spies) =>
      [false, true].flatMap((lie) =>
        each(`rushing-${spies}${lie ? '-lie' : ''}`, 2, (seed) => rushing({ peers, seed, spies, lie })),
      ),
    ),
    ...each('raw-flooding', 4, (seed) => raw({ peers, seed, design: 'flooding' })),
    ...each('raw-push-mesh', 4, (seed) => raw({ peers, seed, design: 'push mesh' })),
    ...each('raw-gossipsub', 1, (seed) => gossipsub({ peers: Math.min(peers, 100), seed, messages: 60 })),
  ]
}

function each(part: string, seeds: number, run: (seed: number) => Promise<Sample[]>): Job[] {
  return Array.from({ length: seeds }, (_, index) => ({
    part,
    name: `${part}-${index + 1}`,
    run: () => run(index + 1),
  }))
}
