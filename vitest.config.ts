import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Unit tests stand beside the code; `*.int.test.ts` talk to real peers on loopback. */
export default defineConfig({
  resolve: { alias: { '@shared': resolve('src/shared'), '@': resolve('src/renderer') } },
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.ts', 'e2e/peers/**/*.test.ts', 'e2e/soak/**/*.test.ts', 'bench/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
  },
})
