/** Node's own cryptography, where there is Node. Asked for and not imported, so that no bundler follows it into a page. */
export const nodeCrypto: typeof import('node:crypto') | undefined =
  globalThis.process?.getBuiltinModule?.('node:crypto')
