import type { Services } from '../../services.ts'

/** Where a case is run: a `fetch`, and the address of the test service, which ends with a slash. */
export interface FetchTarget {
  readonly fetch: Services['fetch']
  readonly url: string
}

/** One thing that every `fetch` does: what to ask, and what is seen then, as JSON. */
export interface FetchCase {
  readonly name: string
  readonly ask: (ask: Asker) => Promise<unknown>
  readonly expected: unknown
}

/** Asks the test service. */
export interface Asker {
  (path: string, init?: RequestInit): Promise<Response>
  readonly fetch: FetchTarget['fetch']
  readonly url: string
  /** A name that no other run of a case uses. */
  readonly id: string
}

/** Runs a case and returns what it saw. */
export async function runCase(fetchCase: FetchCase, target: FetchTarget): Promise<unknown> {
  const ask = (path: string, init: RequestInit = {}) => target.fetch(target.url + path, init)
  const asker: Asker = Object.assign(ask, { ...target, id: crypto.randomUUID() })
  // As it would look after a journey as text: the one form that a page can hand out.
  return JSON.parse(JSON.stringify((await fetchCase.ask(asker)) ?? null))
}

/** The name of what a promise fails with. */
export async function failure(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'none'
  } catch (error) {
    return error instanceof Error ? error.name : String(error)
  }
}

export const fails = async (work: Promise<unknown>): Promise<boolean> => (await failure(work)) !== 'none'
