export { CompareButton } from './CompareButton'
export { endCompare, startCompare, useComparing } from './compare-store'
