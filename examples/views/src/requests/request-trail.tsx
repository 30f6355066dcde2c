import type { RequestSeen } from '../scene.ts'
import { durationText } from '../words.ts'

interface Step {
  readonly afterMs: number
  readonly text: string
}

/** The way of one request, as far as whoever asked or served it knows: by whom a path leads only their neighbours know. */
export function RequestTrail({ request }: { request: RequestSeen }) {
  const steps = stepsOf(request)
  return (
    <details class="trail">
      <summary>Trail</summary>
      <ol>
        {steps.map(({ afterMs, text }, at) => (
          <li key={at}>
            <small>{durationText(afterMs)}</small>
            <span dir="auto">{text}</span>
          </li>
        ))}
      </ol>
    </details>
  )
}

function stepsOf(request: RequestSeen): readonly Step[] {
  const { steps = [], direction, privacy = 'hidden', tookMs, status, failure } = request
  const way = steps.map(({ afterMs, what, attempt, reason = '' }): Step => {
    if (what === 'answered')
      return { afterMs, text: 'The service took it, and its answer came back by the same trail.' }
    if (what === 'retrying')
      return { afterMs, text: REASONS[reason] ?? `That path failed: ${reason}. Another is tried.` }
    return {
      afterMs,
      text: attempt === 1 ? SENT[privacy] : `Sent anew, by path ${attempt}: nobody can tell it is the same.`,
    }
  })
  const unsent = tookMs === undefined ? BEGUN : OWN
  const asked = steps.length > 0 ? SEALED : unsent
  const begun = direction === 'served' ? ARRIVED[privacy] : asked
  const ended = failure === undefined ? `The answer began: ${status}.` : `It ended: ${failure}`
  return [{ afterMs: 0, text: begun }, ...way, ...(tookMs === undefined ? [] : [{ afterMs: tookMs, text: ended }])]
}

const SENT: Readonly<Record<NonNullable<RequestSeen['privacy']>, string>> = {
  hidden: 'Sent along a path of its own, as if it were passed on for somebody else.',
  weak: 'Sent along a path, but with so few links a neighbour may know whose it is.',
  direct: 'Sent straight along the trail of the service: neighbours see whose it is.',
}

const SEALED = 'Sealed to the key of the service.'
const BEGUN = 'Looked up, and about to be sent.'
const OWN = 'Nothing was sent: the service is one of this peer’s own, or nobody is known by that name.'

const ARRIVED: Readonly<Record<NonNullable<RequestSeen['privacy']>, string>> = {
  hidden: 'Arrived along the trail of the service. Who asks is not known here.',
  weak: 'Arrived along the trail of the service. Who asks is not known here.',
  direct: 'Arrived at a service that shows where it is. Who asks is not known here.',
}

const REASONS: Readonly<Record<string, string>> = {
  late: 'Nobody answered on that path in time. Another is tried.',
  busy: 'The service, or the way to it, is busy. It is asked again.',
  unreachable: 'No trail led on from there. Another path is tried.',
  broken: 'Somebody on that path is gone. Another is tried.',
}
