import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyTree } from './copied-tree.ts'
import type { CopiedTree } from './copied-tree.ts'
import { planted } from './planted.ts'

let tree: CopiedTree
beforeAll(() => {
  tree = copyTree()
})
afterAll(() => tree.remove())

const check = (part: string, args: string[] = [], env?: Readonly<Record<string, string>>) =>
  tree.run(`check:${part}`, args, env)

for (const [part, faults] of Object.entries(planted)) {
  describe(`pnpm check:${part}`, () => {
    it('passes the tree as it is', () => {
      const { passed, output } = check(part)
      expect(passed, output).toBe(true)
    })

    for (const { title, files, says, env } of faults) {
      it(`finds ${title}`, () => {
        const { passed, output } = tree.with(files, () => check(part, [], env))
        expect(output).toMatch(says)
        expect(passed).toBe(false)
      })
    }
  })
}

describe('pnpm check:imports, where libp2p has its place', () => {
  const adapter = { 'packages/feeds/src/libp2p.ts': "export type { Libp2p } from 'libp2p'\n" }
  const published = (text: string) =>
    text.replace('"./package.json"', '"./libp2p": "./dist/libp2p.js", "./package.json"')

  it('lets a test name it', () => {
    const changes = { 'packages/feeds/src/planted.test.ts': "export type { Libp2p } from 'libp2p'\n" }
    const { passed, output } = tree.with(changes, () => check('imports'))
    expect(passed, output).toBe(true)
  })

  it('lets the adapter of a package name it, once that is published', () => {
    const hidden = tree.with(adapter, () => check('imports'))
    expect(hidden.output).toMatch(/feeds\/package\.json .*does not publish its adapter/)
    const changes = { ...adapter, 'packages/feeds/package.json': published }
    const { passed, output } = tree.with(changes, () => check('imports'))
    expect(passed, output).toBe(true)
  })
})

// The tests themselves take long, and run in the gate: here, one file of each kind shows that a failure gets through.
describe.each([
  ['unit', 'packages/identity/src/planted.node.test.ts'],
  ['browser', 'packages/identity/src/planted.browser.test.ts'],
])('pnpm check:%s', (part, path) => {
  const asserting = (sum: number) =>
    `import { expect, it } from 'vitest'\n\nit('adds', () => expect(1 + 1).toBe(${sum}))\n`

  it('passes a test that holds', () => {
    const { passed, output } = tree.with({ [path]: asserting(2) }, () => check(part, [path]))
    expect(passed, output).toBe(true)
    expect(output).toMatch(/1 passed/)
  })

  it('finds a test that fails', () => {
    const { passed, output } = tree.with({ [path]: asserting(3) }, () => check(part, [path]))
    expect(output).toMatch(/planted[^]*expected 2 to be 3/)
    expect(passed).toBe(false)
  })
})

describe('pnpm check', () => {
  it('names the parts that failed, and counts them in its last line', () => {
    const changes = { 'pnpm-lock.yaml': (text: string) => `${text}\n  libp2p@0.0.1: {}\n` }
    const { passed, output } = tree.with(changes, () => tree.run('check', ['duplicates', 'style']))
    expect(passed).toBe(false)
    expect(output).toMatch(/^✓ style /m)
    expect(output).toMatch(/^✗ duplicates [^]*2 copies of libp2p/m)
    expect(output.trimEnd().split('\n').at(-1)).toBe('1 passed, 1 failed')
  })

  it('passes where nothing is wrong, and prints the figures of STYLE', () => {
    const { passed, output } = tree.run('check', ['duplicates', 'style'])
    expect(passed, output).toBe(true)
    expect(output).toMatch(/all packages +\d+ +\d+ \/ \d+ +\d+ \/ \d+ \/ \d+ +0$/m)
    expect(output.trimEnd().split('\n').at(-1)).toBe('2 passed, 0 failed')
  })

  it('refuses a part that it does not know', () => {
    const { passed, output } = tree.run('check', ['planted'])
    expect(passed).toBe(false)
    expect(output).toMatch(/no check "planted".*There are: .*format/)
  })
})
