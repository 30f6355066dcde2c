import type { Host } from './host.ts'
import type { HttpClasses } from './shapes.ts'

/** What a handler gets beside the request, as promises over the host's answers. Its text runs in the guest. */
export function defineCapabilities(host: Host, granted: readonly string[], { Request, Response }: HttpClasses) {
  type Answer = { text: string; body: ArrayBuffer | undefined }
  const waiting = new Map<number, { call: number; resolve: (answer: Answer) => void; reject: (error: Error) => void }>()

  // By an async function, what goes wrong at once is a rejection like what goes wrong later.
  async function ask(call: number, kind: string, value: unknown, body?: string | ArrayBuffer | null): Promise<Answer> {
    const number = host.ask(call, kind, JSON.stringify(value), body)
    return new Promise((resolve, reject) => waiting.set(number, { call, resolve, reject }))
  }

  async function valueOf(answer: Promise<Answer>): Promise<unknown> {
    const { text } = await answer
    return text === '' ? undefined : JSON.parse(text)
  }

  function forCall(call: number, caller: string | undefined): object {
    const kv = {
      get: (key: unknown) => valueOf(ask(call, 'kv.get', [String(key)])),
      set: (key: unknown, value: unknown) => valueOf(ask(call, 'kv.set', [String(key), String(value)])),
      add: (key: unknown, value: unknown) => valueOf(ask(call, 'kv.add', [String(key), String(value)])),
      delete: (key: unknown) => valueOf(ask(call, 'kv.delete', [String(key)])),
      list: (options: unknown = {}) => valueOf(ask(call, 'kv.list', [options])),
    }
    const all = {
      kv,
      async fetch(input: unknown, init?: object) {
        const request = new Request(input, init)
        const { method, url, body } = request
        const head = [method, url, [...request.headers]]
        const { text, body: bytes } = await ask(call, 'fetch', head, typeof body === 'string' ? body : body?.buffer)
        const [status, headers] = JSON.parse(text)
        return new Response(bytes ?? null, { status, headers })
      },
      files: {
        async get(cid: unknown) {
          const { body } = await ask(call, 'files', [String(cid)])
          return body && new Uint8Array(body)
        },
      },
      log: (...values: unknown[]) => host.log(values.map(String).join(' ')),
    }
    const present = Object.entries(all).filter(([name]) => granted.includes(name))
    return { ...Object.fromEntries(present), ...(caller !== undefined && { caller }) }
  }

  return {
    forCall,
    settle: (number: number, text: string, body: ArrayBuffer | undefined): void => {
      waiting.get(number)?.resolve({ text, body })
      waiting.delete(number)
    },
    refuse: (number: number, reason: string): void => {
      waiting.get(number)?.reject(new Error(reason))
      waiting.delete(number)
    },
    forget: (call: number): void => {
      for (const [number, { call: own }] of waiting) if (own === call) waiting.delete(number)
    },
  }
}
