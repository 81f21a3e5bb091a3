import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import common from './playwright.config'

/** The installed package, driven over CDP: its fuses refuse the inspector that Playwright's own start of Electron needs. */
export default defineConfig(common, { testDir: join(__dirname, 'package'), timeout: 120_000 })
