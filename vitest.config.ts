import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { findChromium } from './scripts/chromium.mjs'

const unit = 'packages/*/src/**/*.test.ts'
const onlyNode = 'packages/*/src/**/*.node.test.ts'
const onlyBrowser = 'packages/*/src/**/*.browser.test.ts'
const long = '**/*.long.test.ts'

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'node', include: [unit], exclude: [onlyBrowser, long], testTimeout: 20_000 } },
      {
        test: {
          name: 'browser',
          include: [unit],
          exclude: [onlyNode, long],
          testTimeout: 20_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: findChromium() ?? '',
                args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts'],
          exclude: [long],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'long',
          include: [long, 'packages/*/src/**/*.long.test.ts'],
          testTimeout: 3_600_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
