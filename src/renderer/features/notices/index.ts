export { NoticeArea } from './NoticeArea'
export { dismissNotice, showNotice, useNotices, type Notice } from './notice-store'
