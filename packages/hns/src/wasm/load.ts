/** Compiles a module that stands in base64; undefined where this page may not run WebAssembly, or none with SIMD. */
export function compile(base64: string): WebAssembly.Module | undefined {
  try {
    return new WebAssembly.Module(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)))
  } catch {
    // A page's security policy, an engine without SIMD, or none at all: plain JavaScript does it then.
    return undefined
  }
}

/** An instance of a module that takes its memory from outside. The caller knows what it exports. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): unknown {
  return new WebAssembly.Instance(module, { hydra: { memory } }).exports
}

const PAGE_BYTES = 65_536

export function memoryOf(bytes: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) })
}
