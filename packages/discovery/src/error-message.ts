// Long enough for a sentence; what strangers cause must not fill the memory of whoever reports it.
const MAX_CHARACTERS = 240

/** What went wrong, for a person, in one bounded line. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error)
  return text.replace(/\s+/g, ' ').slice(0, MAX_CHARACTERS)
}
