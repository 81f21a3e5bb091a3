export { useAskedLink } from './link-store'
export { startLinks } from './follow-link'
