import { signal } from '@preact/signals'

const hrefOf = (): string => (location.hash.startsWith('#/') && location.hash !== '#/' ? location.hash : '#/network')

/** Which screen is shown: `#/files`. */
export const here = signal(hrefOf())
addEventListener('hashchange', () => void (here.value = hrefOf()))
