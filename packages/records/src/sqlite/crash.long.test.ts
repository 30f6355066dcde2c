import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inspect, killMany, runWriter, seeded, WRITER } from './crash.fixture.ts'
import { flipBytes } from './flip.fixture.ts'
import { losePower, record, type Step } from './power-loss.fixture.ts'

// Of the system, where it has them; not of a package.
const MOUNT: string = 'mount'
const UNMOUNT: string = 'umount'
const POWER_LOSSES = 300
// The writer ends by itself; where it does not, the test shall.
const FOREVER = { acknowledged: 1, ms: 60_000 }

describe('a database whose machine fails', () => {
  let folder: string
  let path: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'records-'))
    path = join(folder, 'records.db')
  })

  afterEach(() => rm(folder, { recursive: true }))

  const tell = (what: string, figures: object) => process.stdout.write(`${what}: ${JSON.stringify(figures)}\n`)

  // In parts, so that one can be run on a machine that others need, too.
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('has every acknowledged record after 100 kills, part %i', async (part) => {
    const found = await killMany(path, 100, 'honest', part)
    tell(`100 kills, part ${part}`, { ...found, lost: found.lost.length })
    expect(found).toMatchObject({ lost: [], corrupt: 0, reports: [] })
  })

  it('finds every flipped byte, or it is harmless', async () => {
    const flips = await flipBytes(path, 1)
    tell('every byte flipped', flips)
    expect(flips.silent).toEqual([])
  })

  async function losses(
    steps: readonly Step[],
    ignoreSyncs: boolean,
  ): Promise<{ lost: number; failed: number; acknowledged: number }> {
    const random = seeded(4)
    const total = { lost: 0, failed: 0, acknowledged: 0 }
    for (let i = 0; i < POWER_LOSSES; i++) {
      const place = join(folder, `loss-${i}`)
      await mkdir(place)
      // None, some, or most of what was not synced survives.
      const share = [0, 0.5, 0.9][i % 3] as number
      const survives = () => random() < share
      const after = Math.floor(random() * steps.length)
      const acknowledged = await losePower(steps, after, place, { survives, ignoreSyncs })
      total.acknowledged += acknowledged.length
      try {
        const { lost, corrupt, reports } = await inspect(join(place, 'records.db'), acknowledged)
        total.lost += lost.length
        if (corrupt > 0 || reports.length > 0) total.failed++
      } catch {
        total.failed++
      }
      await rm(place, { recursive: true })
    }
    return total
  }

  it('has every acknowledged record after power was lost, whatever had not been synced', async () => {
    const steps = await record(path, join(folder, 'trace'), 700)
    const result = await losses(steps, false)
    tell(`${POWER_LOSSES} power losses`, { ...result, steps: steps.length })
    expect(result).toMatchObject({ lost: 0, failed: 0 })
    expect(result.acknowledged).toBeGreaterThan(POWER_LOSSES)
    const control = await losses(steps, true)
    tell('the same on a disk that ignores syncs', control)
    expect(control.lost + control.failed).toBeGreaterThan(0)
  })

  for (const [what, calls, error, when] of [
    ['an fsync fails', 'fsync,fdatasync', 'EIO', '40+'],
    ['one fsync fails', 'fsync,fdatasync', 'EIO', '25'],
    ['a write fails', 'pwrite64', 'EIO', '200'],
    ['the disk is full', 'pwrite64', 'ENOSPC', '200+'],
  ] as const) {
    it(`names the error when ${what}, and opens again with all that was acknowledged`, async () => {
      const inject = `inject=${calls}:error=${error}:when=${when}`
      const trace = ['strace', '-f', '-e', `trace=${calls}`, '-e', inject, '-o', '/dev/null']
      const { failed, acknowledged } = await runWriter([...trace, process.execPath, WRITER, path], FOREVER)
      const found = await inspect(path, acknowledged)
      tell(what, { failed, acknowledged: acknowledged.length, lost: found.lost.length, corrupt: found.corrupt })
      expect(failed).toBe('StoreWriteError')
      expect(acknowledged.length).toBeGreaterThan(0)
      expect(found).toMatchObject({ lost: [], corrupt: 0, reports: [] })
    })
  }

  it('survives a disk of one megabyte', async () => {
    const disk = join(folder, 'disk')
    await mkdir(disk)
    execFileSync(MOUNT, ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk])
    try {
      const small = join(disk, 'records.db')
      const { failed, acknowledged } = await runWriter([process.execPath, WRITER, small], FOREVER)
      expect(failed).toBe('StoreWriteError')
      const found = await inspect(small, acknowledged)
      tell('a full tmpfs', { failed, acknowledged: acknowledged.length, lost: found.lost.length })
      expect(found).toMatchObject({ lost: [], corrupt: 0, reports: [] })
    } finally {
      execFileSync(UNMOUNT, [disk])
    }
  })
})
