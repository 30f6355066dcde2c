import { testTabOverHttp } from './http-tab.ts'

testTabOverHttp(64 * 1024 ** 2)
