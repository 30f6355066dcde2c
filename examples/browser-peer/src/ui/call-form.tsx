import { durationText, formText, TaskState, useTask } from '@hydra/views'
import { useState } from 'preact/hooks'
import { headersIn } from './headers-in.ts'
import { route } from '../state/route.ts'
import { useSession } from '../state/session.ts'

const METHODS = ['GET', 'POST', 'PUT', 'DELETE']
const PATIENCE_MS = 45_000
// More than a person reads.
const MAX_SHOWN = 20_000

interface Wish {
  readonly address: string
  readonly headers: string
  readonly body: string
  readonly isHidden: boolean
}

interface Answer {
  readonly status: number
  readonly type: string
  readonly tookMs: number
  readonly text: string
}

/** Ends what takes too long, and says why in words. */
function patience(): AbortSignal {
  const ending = new AbortController()
  const said = `It did not answer within ${PATIENCE_MS / 1_000} seconds. Whoever hosts it may be asleep, or gone.`
  setTimeout(() => ending.abort(new Error(said)), PATIENCE_MS)
  return ending.signal
}

/** Asks a service, and shows what it says as text: a stranger's page is not run here. */
export function CallForm() {
  const { peer } = useSession()
  const [, , key] = route.value
  const [answer, setAnswer] = useState<Answer>()
  const [method, setMethod] = useState('GET')
  const task = useTask<[Wish]>(async ({ signal }, { address, headers, body, isHidden }) => {
    setAnswer(undefined)
    const sent = headersIn(headers)
    const start = performance.now()
    const response = await peer.services.fetch(address.includes('://') ? address : `hydra://${address}`, {
      method,
      headers: sent,
      privacy: isHidden ? 'hidden' : 'direct',
      signal: AbortSignal.any([signal, patience()]),
      ...(method !== 'GET' && body !== '' && { body }),
    })
    const text = (await response.text()).slice(0, MAX_SHOWN)
    const type = response.headers.get('content-type') ?? ''
    setAnswer({ status: response.status, type, tookMs: performance.now() - start, text })
  })
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const text = (name: string): string => formText(event.currentTarget, name)
    task.start({
      address: text('address'),
      headers: text('headers'),
      body: text('body'),
      isHidden: text('hidden') !== '',
    })
  }
  return (
    <form class="form" onSubmit={submit}>
      <div class="call-line">
        <select aria-label="Method" value={method} onChange={({ currentTarget }) => setMethod(currentTarget.value)}>
          {METHODS.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <input
          name="address"
          required
          aria-label="Address"
          key={key}
          defaultValue={key === undefined ? '' : `hydra://${key}/`}
          placeholder="hydra://a-name-or-key/path"
          autocomplete="off"
          spellcheck={false}
          dir="ltr"
        />
        <button type="submit" class="button" disabled={task.isRunning}>
          Call
        </button>
      </div>
      {method !== 'GET' && (
        <textarea name="body" aria-label="Body" rows={3} class="source-field" placeholder="What to send" />
      )}
      <details class="more">
        <summary>Headers</summary>
        <textarea
          name="headers"
          aria-label="Headers, one a line"
          rows={3}
          class="source-field"
          placeholder="accept: application/json"
          spellcheck={false}
          dir="ltr"
        />
      </details>
      <label class="check">
        <input type="checkbox" name="hidden" />
        Hidden: slower, and neighbours cannot tell that you ask
      </label>
      <TaskState task={task} what="Waiting for the answer" />
      {answer && (
        <output class="answer">
          <span class={answer.status < 400 ? 'answer-status is-well' : 'answer-status is-ill'}>{answer.status}</span>
          <small>{[answer.type, durationText(answer.tookMs)].filter(Boolean).join(' · ')}</small>
          <pre class="source" tabIndex={0} dir="auto">
            {answer.text}
          </pre>
        </output>
      )}
    </form>
  )
}
