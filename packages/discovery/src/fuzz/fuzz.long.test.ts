import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { afterAll, describe, expect, it } from 'vitest'
import { decoders, signedRecordDecoder } from './decoders.ts'
import { fuzz } from './run.ts'

const CASES = 1_000_000
const EVIDENCE = new URL('../../../../docs/evidence/discovery-fuzz.md', import.meta.url)

describe('a million changed messages', async () => {
  const rows: string[] = []

  for (const decoder of await decoders()) {
    it(`find no way around: ${decoder.name}`, async () => {
      const { accepted, refused } = await fuzz(decoder, CASES, 2)
      expect(accepted + refused).toBe(CASES)
      rows.push(`| ${decoder.name} | ${accepted} | ${refused} |`)
    })
  }

  it('find no way around a signature (in a twentieth of the cases)', async () => {
    const { accepted, refused } = await fuzz(await signedRecordDecoder(), CASES / 20, 2)
    expect(refused).toBeGreaterThan(CASES / 20 / 2)
    rows.push(`| signed record, verified | ${accepted} | ${refused} |`)
  })

  afterAll(async () => {
    const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`
    const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
    await mkdir(new URL('.', EVIDENCE), { recursive: true })
    await writeFile(EVIDENCE, [...HEAD, ...rows, '', `Machine: ${machine}. On top of commit ${commit}.`, ''].join('\n'))
  })
})

const HEAD = [
  '# Discovery: changed messages',
  '',
  'Valid messages, changed in one to three places (bits, bytes, lengths, repeats, truncation, hostile CBOR heads, two',
  'thousand nested lists). *Accepted* means that the message, written again, is the very same bytes: a change that is still',
  'a valid message, or none. *Refused* means the one error that the decoder names. Anything else fails the test. What cannot',
  'be read as a record without checking its signature is nobody, and not an error. Of verified records only the unchanged',
  'one may pass. Reproduced by `pnpm test:long packages/discovery/src/fuzz`.',
  '',
  '| decoder | accepted | refused |',
  '|---|---|---|',
]
