import { join, resolve } from 'node:path'
import { defineConfig } from '@playwright/test'
import { screens } from './fixtures/screen'

const artifacts = process.env['TAILPANE_ARTIFACTS'] ?? resolve(__dirname, '..', 'artifacts')

/**
 * The built app, driven as a person drives it. A worker per screen: windows on one screen share its focus
 * and its clipboard. No retries: a test that passes at a second try has found something.
 */
export default defineConfig({
  testDir: join(__dirname, 'specs'),
  outputDir: join(artifacts, 'e2e'),
  workers: Math.max(1, screens().length),
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  // A passed test leaves nothing behind but its pictures under `screens`.
  preserveOutput: 'failures-only',
})
