/**
 * One key decides: y or Enter is yes, anything else is no. Call it on a terminal only.
 * @param {string} question
 * @returns {Promise<boolean>}
 */
export function askOneKey(question) {
  process.stdout.write(question)
  return new Promise((resolve) => {
    process.stdin.setRawMode(true)
    process.stdin.resume()
    process.stdin.once('data', (data) => {
      process.stdin.setRawMode(false)
      process.stdin.pause()
      const yes = /^[yY\r\n]/.test(data.toString())
      process.stdout.write(yes ? 'yes\n' : 'no\n')
      resolve(yes)
    })
  })
}
