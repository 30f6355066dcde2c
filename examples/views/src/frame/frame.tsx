import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from '../icon.tsx'

/** A screen that the navigation leads to. */
export interface Place {
  /** Its URL; a hash within the page: `#/files`. */
  readonly href: string
  readonly word: string
  readonly icon: IconName
}

interface FrameProps {
  readonly brand: string
  readonly places: readonly Place[]
  /** The `href` of the screen that is shown. */
  readonly here: string
  /** What stands below the navigation: whether all is connected, for instance. */
  readonly status?: ComponentChildren
  readonly children?: ComponentChildren
}

/** What stands around every screen. */
export function Frame({ brand, places, here, status, children }: FrameProps) {
  return (
    <div class="frame">
      <a class="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      <nav class="nav" aria-label="Main" style={{ '--places': places.length }}>
        <span class="brand">{brand}</span>
        {places.map(({ href, word, icon }) => (
          <a key={href} href={href} class="nav-link" aria-current={href === here ? 'page' : undefined}>
            <Icon name={icon} />
            <span>{word}</span>
          </a>
        ))}
        {status && <div class="nav-status">{status}</div>}
      </nav>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}

function skip(event: Event): void {
  event.preventDefault()
  document.querySelector<HTMLElement>('#main')?.focus()
}

/** Whether what is seen is live, in a word. */
export function Liveness({ state, children }: { state: 'live' | 'waiting' | 'gone'; children: ComponentChildren }) {
  return (
    <p class={`liveness is-${state}`} role="status">
      <i aria-hidden="true" />
      {children}
    </p>
  )
}
