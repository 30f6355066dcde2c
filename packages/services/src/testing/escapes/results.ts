import { escapes } from './escape.ts'

/** What comes back to the host: values that run code when they are looked at, and keys that lead to its prototypes. */
export const results = [
  ...escapes({
    'a text that makes itself': 'return { toString: () => globalThis.hydraCanary }',
    'a primitive that makes itself': 'return { [Symbol.toPrimitive]: () => globalThis.hydraCanary }',
    'a thenable': 'return { then: (done) => done(globalThis.hydraCanary) }',
    'a proxy that answers to anything':
      'return new Proxy(() => {}, { get: (_, name) => (name === "then" ? undefined : () => globalThis.hydraCanary) })',
    'an error with a getter': `throw Object.defineProperty(new Error('x'), 'message', { get: () => globalThis.hydraCanary })`,
    'an error that is none': 'throw { toString: () => globalThis.hydraCanary }',
    'an error with a cause': 'throw new Error(globalThis.hydraCanary, { cause: globalThis })',
    'a response with a getter': `return Object.defineProperty(new Response('x'), 'status', { get() { throw new Error(globalThis.hydraCanary) } })`,
    'a response that is a proxy': `return new Proxy(new Response('x'), { get() { throw new Error(globalThis.hydraCanary) } })`,
    'a response whose headers run code': `return Object.defineProperty(new Response('x'), 'headers', { value: { *[Symbol.iterator]() { yield ['x-canary', globalThis.hydraCanary] } } })`,
    'the prototype of objects': 'Object.prototype.hydraMark = 1; return "done"',
    'the prototype of arrays': 'Array.prototype.hydraMark = 1; return "done"',
    'the prototype of functions': 'Function.prototype.hydraMark = 1; return "done"',
    'the prototype of promises': 'Promise.prototype.hydraMark = 1; return "done"',
    'the prototype of texts': 'String.prototype.hydraMark = 1; return "done"',
    'the prototype of maps': 'Map.prototype.hydraMark = 1; return "done"',
    'the prototype of responses': 'Response.prototype.hydraMark = 1; return "done"',
    'the prototype of headers': 'Headers.prototype.hydraMark = 1; return "done"',
    'the prototype of bytes': 'Uint8Array.prototype.hydraMark = 1; return "done"',
    'the prototype of errors': 'Error.prototype.hydraMark = 1; return "done"',
    'the prototype, by __proto__': '({}).__proto__.hydraMark = 1; return "done"',
    "the prototype of a capability's answer":
      'Object.getPrototypeOf(await capabilities.kv.list()).hydraMark = 1; return "done"',
    'headers named after a prototype': `return new Response('x', { headers: { '__proto__': 'x', 'constructor': 'y', 'hasownproperty': 'z' } })`,
    'keys named after a prototype': `await capabilities.kv.set('__proto__', '{"hydraMark":1}'); await capabilities.kv.set('constructor', 'x'); return String(await capabilities.kv.get('toString'))`,
    'options with a prototype': `await capabilities.kv.list(JSON.parse('{"__proto__":{"hydraMark":1},"limit":1}')); return 'done'`,
    'a stored prototype that comes back': `await capabilities.kv.set('a', '{"__proto__":{"hydraMark":1},"constructor":{"prototype":{"hydraMark":1}}}'); return JSON.stringify(await capabilities.kv.list())`,
    'a request with a prototype for a head': `return String(await capabilities.fetch('hydra://x/', { headers: { __proto__: { hydraMark: '1' } } }).catch((error) => error))`,
  }),
  // They change what the guest's own answers are made with.
  ...escapes(
    {
      'a promise that others wait for': `const { then } = Promise.prototype; Promise.prototype.then = function (...args) { Object.prototype.hydraMark = 1; return then.apply(this, args) }; await capabilities.kv.get('a'); Promise.prototype.then = then; return globalThis.hydraCanary`,
      'JSON that is read': `const { parse } = JSON; JSON.parse = () => globalThis.hydraCanary; const seen = JSON.parse('1'); JSON.parse = parse; return seen`,
      'JSON that is written': `const { stringify } = JSON; JSON.stringify = () => '[200,[["__proto__","x"],["hydraMark","1"]]]'; const response = new Response('x'); queueMicrotask(() => { JSON.stringify = stringify }); return response`,
    },
    true,
  ),
]
