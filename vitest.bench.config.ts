// The measurements: one file at a time, because two things measured at once on two cores measure each other.
import { defineConfig } from 'vitest/config';

const mostMs = 15 * 60_000;

export default defineConfig({
  test: {
    include: ['bench/*.bench.ts'],
    environment: 'node',
    pool: 'forks',
    fileParallelism: false,
    disableConsoleIntercept: true,
    testTimeout: mostMs,
    hookTimeout: 60_000,
  },
});
