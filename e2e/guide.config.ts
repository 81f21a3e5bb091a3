import { join } from 'node:path'
import config from './playwright.config'

/** The pictures of docs/guide.md, taken one after another from the running app: `npm run guide`. */
export default { ...config, testDir: join(__dirname, 'guide'), workers: 1, timeout: 120_000 }
