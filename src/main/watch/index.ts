export { createDesk, type Desk } from './desk'
export { HIDDEN_SWITCH } from './login-start'
