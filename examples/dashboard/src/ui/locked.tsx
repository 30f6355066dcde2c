import { useState } from 'preact/hooks'
import { tokenIn } from '../token-in.ts'

interface LockedProps {
  /** Whether a token was brought that the node does not know. */
  readonly isStale: boolean
  readonly onToken: (token: string) => void
}

export function Locked({ isStale, onToken }: LockedProps) {
  const [isWrong, setWrong] = useState(false)
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const text = new FormData(event.currentTarget as HTMLFormElement).get('link')
    const token = typeof text === 'string' ? tokenIn(text) : undefined
    setWrong(token === undefined)
    if (token !== undefined) onToken(token)
  }
  return (
    <main class="locked">
      <h1>{isStale ? 'The node has started anew' : 'This takes the token of your node'}</h1>
      <p>
        {isStale
          ? 'Each start has a token of its own, and yours is of an earlier one. '
          : 'Whoever has it can do all that you can. '}
        Type this where your node runs, and follow the link that it shows:
      </p>
      <p>
        <code>hydra dashboard</code> or, from a checkout, <code>pnpm hydra dashboard</code>
      </p>
      <form class="form" onSubmit={submit}>
        <label class="field">
          Or paste the link here
          <input name="link" type="password" autocomplete="off" required aria-invalid={isWrong} />
        </label>
        {isWrong && (
          <p class="problem" role="alert">
            That is no link of a dashboard. One ends with #token=…
          </p>
        )}
        <div class="actions">
          <button type="submit" class="button">
            Open
          </button>
        </div>
      </form>
    </main>
  )
}
