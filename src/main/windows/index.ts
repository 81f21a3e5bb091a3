export { frontWindow, watchFront } from './front-window'
export { freeSlot, MOST_WINDOWS, placeFileOf } from './slots'
