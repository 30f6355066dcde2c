/** What libp2p says to whoever debugs it. */
interface Logger {
  (): void
  readonly enabled: boolean
  readonly trace: () => void
  readonly error: () => void
  readonly newScope: () => Logger
}

const nothing = (): void => undefined

/** Says nothing: a page has its log from its peer, and debugs with a build of its own. */
export function logger(): Logger {
  return Object.assign(() => undefined, { enabled: false, trace: nothing, error: nothing, newScope: logger })
}

export function defaultLogger() {
  return { forComponent: logger }
}

export function prefixLogger() {
  return defaultLogger()
}
