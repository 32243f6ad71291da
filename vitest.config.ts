import { defineConfig } from 'vitest/config'

/**
 * One process runs all files: no module here keeps state, so nothing has to be kept apart, and a process that is not
 * started cannot fail to end, as one of Node 20 does now and then (nodejs/node#54918).
 */
const TOGETHER = { pool: 'forks', isolate: false } as const

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...TOGETHER,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/conformance/**', 'test/packaging.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          ...TOGETHER,
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          ...TOGETHER,
          name: 'packaging',
          include: ['test/packaging.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
