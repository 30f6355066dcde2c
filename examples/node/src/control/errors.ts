/** An error of a command in the daemon, under the name that it had there. */
export class DaemonError extends Error {
  constructor(name: string, message: string) {
    super(message)
    this.name = name
  }
}

/** The daemon ended while it worked. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError'
  constructor(options?: ErrorOptions) {
    super('The daemon ended before the command did. `hydra start` starts it again.', options)
  }
}
