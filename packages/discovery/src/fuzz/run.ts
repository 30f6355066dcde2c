import { equalBytes } from '../equal-bytes.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import type { DecoderUnderTest } from './decoders.ts'
import { mutate } from './mutate.ts'

/** Tries so many changed messages; says which was neither refused by name nor read as it stands. */
export async function fuzz(
  decoder: DecoderUnderTest,
  cases: number,
  seed: number,
): Promise<{ accepted: number; refused: number }> {
  const random = seededRandom(seed)
  const counts = { accepted: 0, refused: 0 }
  for (let number = 0; number < cases; number++) {
    const sample = decoder.samples[number % decoder.samples.length] ?? new Uint8Array()
    const accepted = await tryOne(decoder, mutate(sample, random), `case ${number} of seed ${seed}`)
    counts[accepted ? 'accepted' : 'refused']++
  }
  return counts
}

/** Whether the bytes were accepted; throws where they were neither accepted as they stand nor refused by name. */
export async function tryOne(decoder: DecoderUnderTest, bytes: Uint8Array, label: string): Promise<boolean> {
  let again: Uint8Array
  try {
    again = await decoder.roundTrip(bytes)
  } catch (error) {
    if (error instanceof Error && error.name === decoder.error) return false
    throw new Error(`${decoder.name}, ${label}: an error that is not ${decoder.error}`, { cause: error })
  }
  if (!equalBytes(again, bytes)) throw new Error(`${decoder.name}, ${label}: accepted, but not as it stands`)
  return true
}
