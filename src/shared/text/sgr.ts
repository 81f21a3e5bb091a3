/**
 * The sequences that set colours and weight (SGR, ECMA-48 8.3.117): all that the escape filter leaves in a line. For `replace`
 * and `matchAll` only, which begin anew each time.
 */
// eslint-disable-next-line no-control-regex -- ESC is what such a sequence begins with.
export const SGR = /\x1b\[[0-9;:]*m/g
