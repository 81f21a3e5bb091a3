/**
 * What the page may do (Content Security Policy, level 3). Scripts and connections only from the app itself; `style-src` allows
 * inline styles because the terminal writes its own style elements. Trusted types close the ways by which text could become
 * markup or script; no policy for them may be made at all, since nothing in the page needs one.
 */
const rules = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
  "base-uri 'none'",
  "form-action 'none'",
]

/** For a `<meta>` element in the page: it holds even if an answer came without its headers. */
export const metaPolicy = rules.join('; ')

/** For the header of every answer; who may frame the page can be said there only. */
export const headerPolicy = [...rules, "frame-ancestors 'none'"].join('; ')
