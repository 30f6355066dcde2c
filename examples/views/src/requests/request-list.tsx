import { Icon } from '../icon.tsx'
import { Empty } from '../parts.tsx'
import type { RequestSeen } from '../scene.ts'
import { clockText, durationText, numberText } from '../words.ts'
import { RequestTrail } from './request-trail.tsx'
import { outcomeOf, PRIVACY, serviceText } from './request-words.ts'

interface RequestListProps {
  /** The oldest first. */
  readonly requests: readonly RequestSeen[]
  /** @default 50 */
  readonly maxShown?: number
  /** Each with what became of it on its way. @default false */
  readonly withTrails?: boolean
}

/** Requests, the newest first, each with how well it was hidden. */
export function RequestList({ requests, maxShown = 50, withTrails = false }: RequestListProps) {
  if (requests.length === 0) {
    return <Empty icon="requests">No requests yet. What this peer asks, and what it is asked, is seen here.</Empty>
  }
  const shown = requests.slice(-maxShown).toReversed()
  return (
    <>
      <ul class="rows">
        {shown.map((request) => (
          <RequestRow key={request.id} request={request} withTrail={withTrails} />
        ))}
      </ul>
      {requests.length > shown.length && <p class="hint">{numberText(requests.length - shown.length)} older ones.</p>}
    </>
  )
}

function RequestRow({ request, withTrail }: { request: RequestSeen; withTrail: boolean }) {
  const { direction, method, service, path, privacy, status, failure, tookMs, startedMs } = request
  return (
    <li class={`row request is-${outcomeOf(request)}`}>
      <span class="request-way" title={direction === 'asked' ? 'asked by you' : 'asked of you'}>
        {direction === 'asked' ? '↗' : '↙'}
        <span class="sr-only">{direction === 'asked' ? 'You asked' : 'You were asked'}</span>
      </span>
      <span class="row-main">
        <strong class="request-line" dir="ltr">
          {method} <bdi title={service}>{serviceText(service)}</bdi>
          <bdi class="soft">{path}</bdi>
        </strong>
        <span class="request-facts">
          {privacy && (
            <span class={`badge privacy-${privacy}`} title={PRIVACY[privacy].meaning}>
              <Icon name={privacy === 'direct' ? 'eye' : 'shield'} />
              {PRIVACY[privacy].word}
            </span>
          )}
          <small dir="auto">
            {failure ?? `${clockText(startedMs)}${tookMs === undefined ? '' : ` · ${durationText(tookMs)}`}`}
          </small>
        </span>
        {withTrail && <RequestTrail request={request} />}
      </span>
      <span class="request-status">{failure ? 'failed' : (status ?? '…')}</span>
    </li>
  )
}
