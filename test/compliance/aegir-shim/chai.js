import { expect, use } from 'chai'
import asPromised from 'chai-as-promised'
import bytes from 'chai-bytes'
import parentheses from 'chai-parentheses'

use(asPromised)
use(bytes)
// Last, so that it sees the properties that the others add.
use(parentheses)

export { expect }
