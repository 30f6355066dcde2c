/** A setting that is none, or has no such value. The message names where it stands. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
}
