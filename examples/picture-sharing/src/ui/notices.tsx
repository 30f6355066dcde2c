/** Another tab of this browser has the journal open. */
export function OpenElsewhere() {
  return (
    <main class="notice">
      <h1>Your journal is open in another tab</h1>
      <p>Go on there, or close that tab: this one then takes over by itself.</p>
    </main>
  )
}

export function CannotOpen({ error }: { error: unknown }) {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return (
    <main class="notice">
      <h1>Your journal could not be opened</h1>
      <p>{advice(name)}</p>
      <button type="button" class="button" onClick={() => location.reload()}>
        Try again
      </button>
      <details>
        <summary>What happened</summary>
        <p>{message}</p>
      </details>
    </main>
  )
}

function advice(name: string): string {
  if (name === 'ServiceWorkerError') {
    return 'Pictures are shown by a helper that browsers allow only on secure pages. Open this page by https, and outside of a private window.'
  }
  if (name === 'QuotaExceededError') return 'This device has no space left. Make some, and try again. Nothing was lost.'
  if (name === 'SecurityError')
    return 'This browser keeps nothing for this page. Allow it to store data, and try again.'
  return 'Nothing of yours was lost. Trying again often helps.'
}
