/* PromptHost is loaded when the first question comes. */
export { useTrustFailure } from './trust-store'
export { addPrompt, answerPrompt, dropPrompt, usePrompts, type PromptAnswer } from './prompt-store'
