import { expect, it } from 'vitest'

it('offers what it always did', async () => {
  expect(Object.keys(await import('./index.ts')).sort()).toEqual([
    'DeviceEndedError',
    'InvalidEntryError',
    'UnreadableCircleError',
    'UnreadableEntryError',
    'createFeeds',
  ])
  expect(Object.keys(await import('./export/index.ts')).sort()).toEqual([
    'ImportError',
    'exportAll',
    'exportFeeds',
    'importAll',
    'importFeeds',
  ])
})
