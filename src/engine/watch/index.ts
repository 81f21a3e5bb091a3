export { noticeLine } from './notice-text'
export type { Explanation } from './outcome'
export { Scraper } from './scraper'
export { Watch, type WatchPorts } from './watch'
