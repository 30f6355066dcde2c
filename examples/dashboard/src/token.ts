const KEPT = 'hydra token'

/**
 * The token of the node: from the link that was followed, and then from this tab's own storage, so that it stands neither
 * in the address nor in the history.
 */
export function takeToken(): string | undefined {
  const [, given] = /^#token=([\w-]+)$/.exec(location.hash) ?? []
  if (given === undefined) return sessionStorage.getItem(KEPT) ?? undefined
  keepToken(given)
  history.replaceState(null, '', '#/')
  return given
}

export function keepToken(token: string): void {
  sessionStorage.setItem(KEPT, token)
}
