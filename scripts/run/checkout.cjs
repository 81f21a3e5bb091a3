'use strict'

/*
 * CommonJS, since this is the one thing that a file must know about its own place: Playwright
 * loads the scripts that its tests import as CommonJS, where `import.meta` does not exist.
 */
const { resolve } = require('node:path')

/** Absolute path of the checkout, without a slash at its end. */
exports.checkout = resolve(__dirname, '../..')
