/* PromptHost is loaded when the first question comes. */
export { addPrompt, answerPrompt, dropPrompt, usePrompts, type PromptAnswer } from './prompt-store'
