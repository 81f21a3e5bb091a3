export { HistoryRequests } from './history-requests'
export { Requests } from './requests'
export { WindowSession, type WindowPort } from './window-session'
export { CompareSidesOf } from './compare-sides'
