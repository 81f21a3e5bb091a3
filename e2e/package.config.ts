import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import common from './playwright.config'

/**
 * The installed package, driven over CDP: its fuses refuse the inspector that Playwright's own start of Electron needs.
 * One worker: there is one installation.
 */
export default defineConfig(common, { testDir: join(__dirname, 'package'), workers: 1, timeout: 120_000 })
