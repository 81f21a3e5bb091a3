import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import common from './playwright.config'

/** One long test that throws faults at the app; `npm run soak`. */
export default defineConfig(common, { testDir: join(__dirname, 'soak'), testMatch: /\.spec\.ts$/ })
