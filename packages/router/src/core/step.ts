import type { Random } from '../time.ts'
import { onCopy, onStem, onStemChecked } from './announcements.ts'
import { takeJob } from './checks.ts'
import { type Effect, type Event, SELF } from './events.ts'
import { limits } from './limits.ts'
import { updatePorts } from './links.ts'
import { expirePointers } from './pointers.ts'
import { pump } from './queues.ts'
import { onRank } from './ranks.ts'
import { isAboutNothing, isFlooding, mayCause } from './rates.ts'
import { offerAll, onGive, onGiveChecked, onHave, onWant } from './reconciling.ts'
import { onBroken, repairTrails } from './repair.ts'
import { onOpen, onReply, onReplyChecked, refuse } from './requests.ts'
import { count, type State, type Step } from './state.ts'
import { dropPort, expireStreams, onCredit, onData, onReset } from './streams.ts'
import { FrameError } from '../errors.ts'
import type { Neighbour, NeighbourId } from '../link.ts'

/**
 * The whole router as a function: what happened, and what is to be done about it. It changes the state it is given,
 * and nothing else; the same state, events and random bytes give the same effects.
 */
export function step(state: State, event: Event, now: number, random: Random): Effect[] {
  const here: Step = { state, now, random, effects: [] }
  switch (event.type) {
    case 'links':
      onLinks(here, event.neighbours)
      break
    case 'frame':
      onFrame(here, event)
      break
    case 'sent':
      onSent(here, event.to)
      break
    case 'checked':
      onChecked(here, event.job, event.ok)
      break
    case 'copy':
      onCopy(here, event.announcement)
      break
    case 'tick':
      break
  }
  sweep(here)
  return here.effects
}

function onLinks(here: Step, neighbours: readonly Neighbour[]): void {
  const { up, down } = updatePorts(here, neighbours)
  for (const port of down) {
    dropPort(here, port)
    repairTrails(here, port.id)
  }
  for (const port of up) offerAll(here, port)
}

function onFrame(here: Step, event: Extract<Event, { type: 'frame' }>): void {
  const { frame, from, id = () => '' } = event
  const port = here.state.ports.get(from)
  if (!port) return
  if (frame.kind === 'open') port.opened = Math.max(port.opened, frame.channel)
  if (isAboutNothing(port, frame)) return misbehaved(here, from, 'a frame of a stream that was never opened')
  if (!mayCause(here, port, frame)) {
    if (frame.kind === 'open') refuse(here, port, frame.channel, 'busy')
    if (isFlooding(here, port)) misbehaved(here, from, 'a flood of frames')
    return
  }
  try {
    switch (frame.kind) {
      case 'open':
        return onOpen(here, port, frame, id)
      case 'reply':
        return onReply(here, port, frame)
      case 'data':
        return onData(here, port, frame)
      case 'credit':
        return onCredit(here, port, frame)
      case 'reset':
        return onReset(here, port, frame)
      case 'stem':
        return onStem(here, port, frame, id)
      case 'have':
        return onHave(here, port, frame.ranked)
      case 'want':
        return onWant(here, port, frame.ids)
      case 'rank':
        return onRank(here, port, frame)
      case 'give':
        return onGive(here, port, frame.payload)
      case 'broken':
        return onBroken(here, port, frame.announcement)
    }
  } catch (error) {
    if (!(error instanceof FrameError)) throw error
    misbehaved(here, from, error.message)
  }
}

function onSent(here: Step, to: NeighbourId): void {
  const port = here.state.ports.get(to)
  if (!port) return
  // A link may come back under the same name while frames of the old one are still reported.
  port.inFlight = Math.max(0, port.inFlight - 1)
  pump(here, port)
}

function onChecked(here: Step, number: number, ok: boolean): void {
  const job = takeJob(here, number)
  if (!job) return
  if (job.about === 'reply') return onReplyChecked(here, job.half, ok)
  if (!ok) return misbehaved(here, job.from, 'a forged announcement')
  if (job.about === 'stem') onStemChecked(here, job)
  else onGiveChecked(here, job)
}

function misbehaved(here: Step, neighbour: NeighbourId, reason: string): void {
  count(here, 'invalid')
  if (neighbour !== SELF) here.effects.push({ type: 'disconnect', neighbour, reason })
}

function sweep(here: Step): void {
  const { state, now } = here
  if (now < state.nextSweep) return
  expireStreams(here)
  expirePointers(here)
  state.nextSweep = now + limits.sweepMs
  here.effects.push({ type: 'wake', at: state.nextSweep })
}
