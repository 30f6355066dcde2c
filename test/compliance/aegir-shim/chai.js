import { expect, use } from 'chai'
import asPromised from 'chai-as-promised'
import bytes from 'chai-bytes'

use(asPromised)
use(bytes)
// Last, so that it sees the properties that the others add.
use(callableProperties)

// aegir's chai asserts by a call, `.empty()`, where chai asserts by looking: `.empty`.
function callableProperties({ Assertion }, { overwriteProperty }) {
  for (const name of ['empty', 'rejected', 'ok', 'true', 'false']) {
    overwriteProperty(Assertion.prototype, name, (assert) => {
      return function () {
        const result = assert.call(this) ?? this
        return Object.setPrototypeOf(() => result, result)
      }
    })
  }
}

export { expect }
