import { defineConfig } from 'vitest/config';

// a share of the random programs is enough: each mutant runs them
process.env.TEST_SHARE ??= '0.15';

// the tests that guard src/memory, without those that measure the host
export default defineConfig({
  test: {
    include: ['src/memory/**/*.test.ts', 'stress/collector/*.test.ts'],
    exclude: ['src/memory/release-node.test.ts', '**/node_modules/**'],
    testTimeout: 60_000,
    pool: 'threads',
    bail: 1,
    testNamePattern: /^(?!.*(million|deep tail))/,
  },
});
