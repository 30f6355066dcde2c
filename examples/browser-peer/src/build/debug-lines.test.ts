import { parseAst } from 'vite'
import { expect, it } from 'vitest'
import { withoutDebugLines } from './debug-lines.ts'

const without = (code: string): string =>
  withoutDebugLines(code, parseAst(code))
    .replaceAll(/[\s;]+/g, ' ')
    .trim()

it('leaves out statements that only tell a debugger something', () => {
  expect(without("log('begun'); work()")).toBe('work()')
  expect(without("this.#init.log.trace('dialled %a', address.toString()); work()")).toBe('work()')
  expect(without("options.log?.error('it failed - %e', error); work()")).toBe('work()')
})

it('keeps what does something, and what only looks alike', () => {
  for (const code of [
    "log('is', (count += 1))",
    "log('got', await next())",
    "const inner = log.newScope('inner')",
    'dialog(1)',
    'log.forEach(show)',
    "console.error('seen by people')",
    "return this.log('asked for')",
  ]) {
    const inFunction = `async function* run() { ${code} }`
    expect(without(inFunction)).toBe(inFunction)
  }
})

it('cuts at the right place behind letters of any length', () => {
  expect(without("say('🐳 über'); log('begun'); work()")).toBe("say('🐳 über') work()")
})
