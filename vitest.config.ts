import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { findChromium } from './scripts/chromium.mjs'

const unit = 'packages/*/src/**/*.test.ts'
const examples = 'examples/*/src/**/*.test.ts'
// What is drawn is drawn in browsers.
const views = 'examples/views/src/**/*.test.ts'
// What is claimed in figures, in short: by the same programs that measure it in full.
const simulated = 'benchmarks/**/*.test.ts'
const onlyNode = 'packages/*/src/**/*.node.test.ts'
const onlyBrowser = '{packages,examples}/*/src/**/*.browser.test.ts'
const long = '**/*.long.test.ts'
const longEverywhere = '**/*.everywhere.long.test.ts'
// Packages link to each other there: their tests would run once more for every link.
const linked = '**/node_modules/**'

// Many tests run real sockets and browsers in real time. On a machine that is busy with something else one may fail for
// that alone: there it is tried again, and listed as flaky. Where a person runs them, every failure shows.
const retry = process.env['CI'] ? 2 : 0

const chromium = {
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({
    launchOptions: {
      executablePath: findChromium() ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    },
  }),
  instances: [{ browser: 'chromium' as const }],
}

export default defineConfig({
  test: {
    retry,
    projects: [
      {
        test: {
          name: 'node',
          retry,
          include: [unit, examples, simulated],
          exclude: [onlyBrowser, long, linked],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'browser',
          retry,
          include: [unit, views],
          exclude: [onlyNode, long, linked],
          testTimeout: 20_000,
          browser: chromium,
        },
      },
      {
        test: {
          name: 'whole',
          retry,
          include: ['test/**/*.test.ts'],
          exclude: [long, linked],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'long',
          include: [long],
          exclude: [linked],
          testTimeout: 3_600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'long-browser',
          include: [longEverywhere],
          exclude: [linked],
          testTimeout: 3_600_000,
          fileParallelism: false,
          browser: chromium,
        },
      },
    ],
  },
})
