/** What was typed is not understood. The exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** What was asked for could not be done, and the message says what to do next. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}
