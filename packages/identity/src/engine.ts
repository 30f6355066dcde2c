// Entry points import this first, for its effect. Bundlers drop it from pages: this package has no side effects there.

const FLOOR = { major: 22, minor: 19 }

export class UnsupportedNodeError extends Error {
  override readonly name = 'UnsupportedNodeError'
  constructor(version: string) {
    const floor = `${FLOOR.major}.${FLOOR.minor}`
    super(
      `Hydra needs Node ${floor} or newer, and this is Node ${version}: install a newer one from https://nodejs.org.`,
    )
  }
}

/** Whether this Node has what Hydra and libp2p call: below the floor they would fail late and in the dark. */
export function supportsNode(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > FLOOR.major || (major === FLOOR.major && minor >= FLOOR.minor)
}

// Pages have no such global, and a bundler must not think that this needs one.
const { process } = globalThis
const version = process?.versions?.node
if (version !== undefined && !supportsNode(version)) refuse(new UnsupportedNodeError(version))

function refuse(error: UnsupportedNodeError): never {
  // Where nobody catches it, the sentence alone says more than the stack of an import.
  process.once('uncaughtException', (thrown) => {
    if (thrown !== error) throw thrown
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  })
  throw error
}
