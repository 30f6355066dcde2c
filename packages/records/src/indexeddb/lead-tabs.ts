export interface Lead {
  /** Lets another tab take over, as closing this one does. */
  release(): void
}

/** Resolves once this tab leads: one tab of all that ask under one name, and the next as soon as that one goes. */
export function leadTabs(name: string, { signal }: { signal?: AbortSignal } = {}): Promise<Lead> {
  return new Promise((resolve, reject) => {
    const hold = () =>
      new Promise<void>((release) => {
        resolve({ release })
      })
    const options = signal === undefined ? {} : { signal }
    navigator.locks.request(`hydra-records:${name}`, options, hold).catch(reject)
  })
}
