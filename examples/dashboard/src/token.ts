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

/** The token in what somebody typed: the whole link, or the token alone. */
export function tokenIn(text: string): string | undefined {
  return /(?:^|#token=)([\w-]{20,})$/.exec(text.trim())?.[1]
}
