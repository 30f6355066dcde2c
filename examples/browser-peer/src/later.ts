// By then a first visit has met whoever is there.
const AFTER_MS = 5_000

/**
 * Brings the parts of this page that are loaded when they are used, before they are: who is offline then, or whose page's
 * host is gone, has all screens all the same. The engine of the sandbox is no part of it.
 */
export function bringTheRest(): void {
  setTimeout(() => void bring().catch(() => undefined), AFTER_MS)
}

async function bring(): Promise<void> {
  const names = (await (await fetch('./later.json')).json()) as readonly string[]
  for (const name of names) {
    const link = document.createElement('link')
    link.rel = name.endsWith('.css') ? 'stylesheet' : 'modulepreload'
    link.href = `./${name}`
    document.head.append(link)
  }
}
