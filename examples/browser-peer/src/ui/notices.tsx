import { useState } from 'preact/hooks'

/** Another tab of this browser runs the peer. */
export function OpenElsewhere({ onTakeOver }: { onTakeOver: () => void }) {
  const [isAsked, setAsked] = useState(false)
  const takeOver = (): void => {
    setAsked(true)
    onTakeOver()
  }
  return (
    <main class="notice">
      <h1>Your peer runs in another tab</h1>
      <p>One tab at a time is you. When that one closes, this one takes over by itself; or you go on here now.</p>
      <button type="button" class="button" disabled={isAsked} onClick={takeOver}>
        {isAsked ? 'Asking it to give way…' : 'Go on here'}
      </button>
    </main>
  )
}

export function CannotOpen({ error }: { error: unknown }) {
  const message = error instanceof Error ? error.message : String(error)
  return (
    <main class="notice">
      <h1>Your peer could not be opened</h1>
      <p>{adviceOn(error) ?? 'Nothing of yours was lost. Trying again often helps.'}</p>
      <div class="actions">
        <button type="button" class="button" onClick={() => location.reload()}>
          Try again
        </button>
        <a class="button soft" href={location.pathname} onClick={forget}>
          Forget where to meet others
        </a>
      </div>
      <details>
        <summary>What happened</summary>
        <p dir="auto">{message}</p>
      </details>
    </main>
  )
}

const ADVICE: Readonly<Record<string, string>> = {
  InvalidAddressError: 'The address of a node in this link is none. Look at it again, or forget it.',
  QuotaExceededError: 'This device has no space left. Make some, and try again. Nothing was lost.',
  SecurityError: 'This browser keeps nothing for this page. Allow it to store data, and try again.',
}

/** Advice on an error, or on what caused it: stores wrap what the browser said. */
function adviceOn(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const advice = ADVICE[at.name]
    if (advice !== undefined) return advice
  }
  return undefined
}

function forget(): void {
  localStorage.removeItem('hydra meeting places')
}
