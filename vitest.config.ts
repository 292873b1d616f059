import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: 'test/helpers/test-store.ts',
    include: ['test/**/*.test.ts'],
    // A test may take minutes only where its file says so in its name.
    exclude: process.env.ESTAFET_TEST_LONG ? [] : ['test/**/*.long.test.ts'],
    // Processes, as in production: signals, the working folder and SQLite belong to one file's tests alone.
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    reporters: [['default', { summary: false }]],
    // A failure is a failure: a second try would hide races.
    retry: 0,
  },
});
