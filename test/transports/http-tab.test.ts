import { testTabOverHttp } from './http-tab.ts'

testTabOverHttp(12 * 1024 ** 2)
