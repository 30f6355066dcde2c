/** The token in what somebody typed: the whole link, or the token alone. */
export function tokenIn(text: string): string | undefined {
  return /^(?:[^\s#]*#token=)?([\w-]{20,})$/.exec(text.trim())?.[1]
}
