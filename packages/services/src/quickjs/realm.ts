import variant from '@jitl/quickjs-singlefile-browser-release-sync'
import {
  DefaultIntrinsics,
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
} from 'quickjs-emscripten-core'
import { prelude, type Served } from './guest/prelude.ts'
import { installHost, type Outlet, textOf } from './host-functions.ts'
import type { Body, Grantable } from './messages.ts'

const PAGE_BYTES = 65_536
// The engine's memory grows by a twentieth at least, and not at all where that is too much.
const FULL = 0.9
// What the engine's module asks for to begin with.
const LEAST_PAGES = 256
// Deeper, and the host's own stack ends first: a trap that costs the guest its life, where this is an error it can catch.
const STACK_BYTES = 128 * 1024

export type End = 'cpu' | 'memory' | 'crash'

/** A world of its own for one guest: an engine, its memory, and nothing of ours. */
export interface Realm {
  /** Runs the source. Throws, with what a person can read, where it is no guest. */
  load(source: string, cpuMs: number): void
  /** Calls one of the functions around the guest, and what comes of it. Returns why it must end, if it must. */
  turn<K extends keyof Served>(cpuMs: number, name: K, ...args: Parameters<Served[K]>): End | undefined
  memoryBytes(): number
  /** Whether its memory is as large as it may be. A guest may live on so, if it lets go of something. */
  isFull(): boolean
}

export interface RealmOptions {
  readonly memoryBytes: number
  readonly granted: readonly Grantable[]
  readonly outlet: Outlet
}

/** Makes a world. The engine gets a memory that cannot grow over the limit, whatever the guest does. */
export async function createRealm({ memoryBytes, granted, outlet }: RealmOptions): Promise<Realm> {
  const maximum = Math.max(LEAST_PAGES, Math.floor(memoryBytes / PAGE_BYTES))
  const wasmMemory = new WebAssembly.Memory({ initial: LEAST_PAGES, maximum })
  const engine = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory }))
  const runtime = engine.newRuntime({ maxStackSizeBytes: STACK_BYTES })
  // Without the permission there is no clock at all: the engine is built without `Date`.
  const context = runtime.newContext({ intrinsics: { ...DefaultIntrinsics, Date: granted.includes('clock') } })
  const realm = new QuickJsRealm(runtime, context, wasmMemory, maximum * PAGE_BYTES)
  realm.furnish(granted, outlet)
  return realm
}

class QuickJsRealm implements Realm {
  readonly #runtime: QuickJSRuntime
  readonly #context: QuickJSContext
  readonly #memory: WebAssembly.Memory
  readonly #maxBytes: number
  #take: QuickJSHandle | undefined
  readonly #served = new Map<string, QuickJSHandle>()
  #deadline = 0
  #interrupted = false

  constructor(runtime: QuickJSRuntime, context: QuickJSContext, memory: WebAssembly.Memory, maxBytes: number) {
    this.#runtime = runtime
    this.#context = context
    this.#memory = memory
    this.#maxBytes = maxBytes
    runtime.setInterruptHandler(() => {
      this.#interrupted ||= performance.now() > this.#deadline
      return this.#interrupted
    })
  }

  /** Runs our own code before the guest's: it holds what it needs before a guest can change it. */
  furnish(granted: readonly Grantable[], outlet: Outlet): void {
    const context = this.#context
    this.#deadline = Number.POSITIVE_INFINITY
    const names = granted.map((name) => context.newString(name))
    const list = context.newArray()
    names.forEach((name, index) => context.setProp(list, index, name))
    const install = context.unwrapResult(context.evalCode(prelude, 'hydra:prelude'))
    this.#take = context.unwrapResult(
      context.callFunction(install, context.undefined, installHost(context, granted, outlet), list),
    )
  }

  load(source: string, cpuMs: number): void {
    const context = this.#context
    const end = this.#within(cpuMs, () => {
      const module = this.#settled(this.#unwrap(context.evalCode(source, 'guest.js', { type: 'module' })))
      if (!this.#take) throw new Error('the guest was already loaded')
      const served = this.#unwrap(context.callFunction(this.#take, context.undefined, module))
      for (const name of ['call', 'settle', 'refuse', 'forget']) this.#served.set(name, context.getProp(served, name))
      return undefined
    })
    if (end) throw new Error(END_AT_START[end])
  }

  turn<K extends keyof Served>(cpuMs: number, name: K, ...args: Parameters<Served[K]>): End | undefined {
    const context = this.#context
    return this.#within(cpuMs, () => {
      const served = this.#served.get(name)
      if (!served) return 'crash'
      const handles = args.map((arg) => toHandle(context, arg))
      const result = context.callFunction(served, context.undefined, ...handles)
      for (const handle of handles) handle.dispose()
      if (result.error) return this.#endOf(result.error)
      result.value.dispose()
      return undefined
    })
  }

  memoryBytes(): number {
    return this.#memory.buffer.byteLength
  }

  isFull(): boolean {
    return this.memoryBytes() >= FULL * this.#maxBytes
  }

  /** Runs something and the jobs that come of it. What traps the engine itself is the guest's end. */
  #within(cpuMs: number, work: () => End | undefined): End | undefined {
    this.#deadline = performance.now() + cpuMs
    try {
      const end = work()
      if (end) return end
      const jobs = this.#runtime.executePendingJobs()
      if (jobs.error) return this.#endOf(jobs.error)
    } catch (error) {
      if (this.#interrupted) return 'cpu'
      if (error instanceof GuestFault) throw error
      return this.isFull() ? 'memory' : 'crash'
    }
    return this.#interrupted ? 'cpu' : undefined
  }

  /** A module that waits at its top level has a promise for itself. */
  #settled(module: QuickJSHandle): QuickJSHandle {
    const jobs = this.#runtime.executePendingJobs()
    if (jobs.error) throw this.#fault(jobs.error)
    const state = this.#context.getPromiseState(module)
    if (state.type === 'pending') throw new GuestFault('it waits for something while it starts')
    if (state.type === 'rejected') throw this.#fault(state.error)
    return state.value
  }

  #unwrap(result: ReturnType<QuickJSContext['evalCode']>): QuickJSHandle {
    if (result.error) throw this.#fault(result.error)
    return result.value
  }

  #fault(error: QuickJSHandle): GuestFault {
    return new GuestFault(textOf(this.#context, error))
  }

  #endOf(error: QuickJSHandle): End | undefined {
    error.dispose()
    // An error out of our own code around the guest means that it lacks even the memory to say so.
    return this.#interrupted ? 'cpu' : this.isFull() ? 'memory' : 'crash'
  }
}

/** What is wrong with a guest's source, in its own words. */
class GuestFault extends Error {}

const END_AT_START: Record<End, string> = {
  cpu: 'it takes too long to start',
  memory: 'it takes too much memory to start',
  crash: 'it broke the sandbox while it started',
}

function toHandle(context: QuickJSContext, value: string | number | Body | ArrayBuffer): QuickJSHandle {
  if (typeof value === 'string') return context.newString(value)
  if (typeof value === 'number') return context.newNumber(value)
  if (value === undefined) return context.undefined
  return context.newArrayBuffer(value instanceof ArrayBuffer ? value : value.slice().buffer)
}
