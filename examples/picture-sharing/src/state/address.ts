import { computed, signal } from '@preact/signals'

/** Where the app is: `#/person/…?room=…` of its URL. The browser's history is the app's. */
const fragment = signal(location.hash)
addEventListener('hashchange', () => void (fragment.value = location.hash))

const parts = computed(() => {
  const [path = '', query = ''] = fragment.value.replace(/^#/, '').split('?')
  // `#node=…` names a place to meet, and no page.
  const isPath = path === '' || path.startsWith('/')
  return {
    path: isPath ? path.split('/').filter(Boolean).map(decodeURIComponent) : [],
    query: new URLSearchParams(isPath ? query : path),
  }
})

export const path = computed(() => parts.value.path)
export const query = computed(() => parts.value.query)

export function go(to: string, options: { replace?: boolean } = {}): void {
  if (options.replace) history.replaceState(null, '', `#${to}`)
  else history.pushState(null, '', `#${to}`)
  fragment.value = location.hash
}
addEventListener('popstate', () => void (fragment.value = location.hash))
