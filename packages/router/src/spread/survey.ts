import type { MessageId } from './message-id.ts'
import type { Step, TopicState } from './state.ts'

// A message's copies mark the links outside of *its* tree: all others make a tree. But two messages at a time mark two
// trees, and where both cut, hardly anything holds together: at 50 messages a second the mesh never came to rest, with
// 2.4 copies each. So only some messages cut, and all peers choose the same ones without a word: by their ids.

// What the estimate remembers: long enough to be alike at all peers, short enough to follow a burst.
const memoryMs = 10_000

/** Notes that a message came, for the estimate of how many do. */
export function countMessage({ now }: Step, topic: TopicState): void {
  topic.rate = rateAt(topic, now) + 1_000 / memoryMs
  topic.ratedAt = now
}

/** Whether copies of this message cut: one in so many that they come some seconds apart. */
export function isSurvey({ state, now }: Step, topic: TopicState, id: MessageId): boolean {
  const inOnePeriod = (rateAt(topic, now) * state.times.surveyEveryMs) / 1_000
  // Powers of two: peers whose estimates differ still agree about the rarer half.
  const oneIn = 2 ** Math.max(0, Math.ceil(Math.log2(inOnePeriod)))
  return (id.charCodeAt(0) * 256 + id.charCodeAt(1)) % oneIn === 0
}

function rateAt({ rate, ratedAt }: TopicState, now: number): number {
  // Nobody knows at first how many will come: one a second, so that a burst is not taken for as many surveys.
  if (ratedAt === -Infinity) return rate
  return rate * Math.exp((ratedAt - now) / memoryMs)
}
