import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ByteStream } from '../byte-stream.ts'
import type { Neighbourhood } from '../meeting/neighbourhood.ts'

/** Two peers, not connected yet, each with the name that the other knows it by. */
export interface NeighbourPair {
  readonly one: { readonly id: string; readonly neighbourhood: Neighbourhood }
  readonly other: { readonly id: string; readonly neighbourhood: Neighbourhood }
  /** Lets `one` dial `other`. */
  connect(): Promise<void>
  /** Ends the connection. */
  disconnect(): Promise<void>
  close(): Promise<void>
}

/** Resolves once the neighbours are as many as they shall be. */
function neighboursOf(neighbourhood: Neighbourhood, count: number): Promise<void> {
  return new Promise((resolve) => {
    let stop: () => void = () => undefined
    const look = () => {
      if ([...neighbourhood.neighbours()].length !== count) return
      stop()
      resolve()
    }
    stop = neighbourhood.onChange(look)
    look()
  })
}

async function readAll(stream: ByteStream): Promise<number[]> {
  const bytes: number[] = []
  for (;;) {
    const chunk = await stream.read()
    if (chunk === undefined) return bytes
    bytes.push(...chunk)
  }
}

/** Calls vitest with what every neighbourhood must do. */
export function testNeighbourhood(name: string, createPair: () => Promise<NeighbourPair>): void {
  describe(`neighbourhood: ${name}`, () => {
    let pair: NeighbourPair
    beforeEach(async () => {
      pair = await createPair()
    })
    afterEach(() => pair.close())

    const connected = async (): Promise<void> => {
      await pair.connect()
      await Promise.all([neighboursOf(pair.one.neighbourhood, 1), neighboursOf(pair.other.neighbourhood, 1)])
    }
    const opened = async (): Promise<readonly [ByteStream, ByteStream]> => {
      const incoming = new Promise<ByteStream>((resolve, reject) => {
        pair.other.neighbourhood.onStream((from, stream) => {
          if (from === pair.one.id) resolve(stream)
          else reject(new Error(`It came from ${from}.`))
        })
      })
      const here = await pair.one.neighbourhood.open(pair.other.id, { signal: AbortSignal.timeout(10_000) })
      // Some transports tell of a stream only when something comes on it.
      await here.write(Uint8Array.of(1))
      return [here, await incoming]
    }

    it('tells who came, who dialled, and who went', async () => {
      expect([...pair.one.neighbourhood.neighbours()]).toEqual([])
      await connected()
      expect([...pair.one.neighbourhood.neighbours()]).toEqual([{ id: pair.other.id, outbound: true }])
      expect([...pair.other.neighbourhood.neighbours()]).toEqual([{ id: pair.one.id, outbound: false }])
      await pair.disconnect()
      await Promise.all([neighboursOf(pair.one.neighbourhood, 0), neighboursOf(pair.other.neighbourhood, 0)])
    })

    it('carries bytes both ways, in order, to their end', async () => {
      await connected()
      const [here, there] = await opened()
      const heard = readAll(there)
      for (let i = 2; i < 50; i++) await here.write(Uint8Array.of(i))
      await here.close()
      expect(await heard).toEqual(Array.from({ length: 49 }, (_, i) => i + 1))
      await there.write(Uint8Array.of(7))
      await there.close()
      expect(await readAll(here)).toEqual([7])
    })

    it('opens nothing to a peer that is not connected', async () => {
      const signal = AbortSignal.timeout(10_000)
      await expect(pair.one.neighbourhood.open(pair.other.id, { signal })).rejects.toThrow('no connection')
    })

    it('ends a stream for both when one of them breaks it off', async () => {
      await connected()
      const [here, there] = await opened()
      await there.read()
      there.abort(new Error('enough'))
      await expect(readAll(here)).rejects.toThrow()
    })

    it('disconnects a peer, and its streams with it', async () => {
      await connected()
      const [here, there] = await opened()
      await there.read()
      const broken = expect(readAll(here)).rejects.toThrow()
      pair.other.neighbourhood.disconnect(pair.one.id, new Error('it broke the protocol'))
      await Promise.all([neighboursOf(pair.one.neighbourhood, 0), neighboursOf(pair.other.neighbourhood, 0)])
      await broken
    })
  })
}
