import { computed, signal } from '@preact/signals'

/** Where the page is: `#/services/call/…`. */
const fragment = signal(location.hash)
addEventListener('hashchange', () => void (fragment.value = location.hash))

export const route = computed<readonly string[]>(() => {
  const [path = ''] = fragment.value.replace(/^#\/?/, '').split('?')
  return path.split('/').map(decoded)
})

// Anybody may write a link: one that cannot be decoded leads to what stands there.
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
