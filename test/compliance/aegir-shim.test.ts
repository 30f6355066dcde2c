import { expect as shim } from 'aegir/chai'
import { describe, expect, it } from 'vitest'

// vitest is built on the same chai, and what the stand-in adds to it confuses `rejects`: so failures are caught by hand.
async function failureOf(assertion: PromiseLike<void>): Promise<string> {
  try {
    await assertion
    return 'none'
  } catch (error) {
    return String(error)
  }
}

// A stand-in that lets everything pass would make every compliance suite pass.
describe('the stand-in for aegir', () => {
  it('refuses what its additions assert wrongly', async () => {
    expect(() => shim([1]).to.be.empty()).toThrow()
    expect(() => shim(Uint8Array.of(1)).to.equalBytes(Uint8Array.of(2))).toThrow()
    const none = await failureOf(shim(Promise.resolve()).to.eventually.be.rejected())
    expect(none).toContain('expected promise to be rejected')
    const refused = Promise.reject(new TypeError('no'))
    const other = await failureOf(shim(refused).to.eventually.be.rejected().with.property('name', 'AbortError'))
    expect(other).toContain("'AbortError'")
  })

  it('accepts what they assert rightly', async () => {
    shim([]).to.be.empty()
    shim({ list: [] }).to.have.property('list').that.is.empty()
    shim(Uint8Array.of(1)).to.equalBytes(Uint8Array.of(1))
    await shim(Promise.reject(new TypeError('no')))
      .to.eventually.be.rejected()
      .with.property('name', 'TypeError')
  })
})
