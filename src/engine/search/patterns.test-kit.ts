import fc from 'fast-check'

/** Random patterns of the accepted syntax over few characters, so that they match often. */
export const patterns: fc.Arbitrary<string> = fc.letrec<{ node: string; atom: string; seq: string }>((tie) => ({
  atom: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'c', 'A', '0', '_', '-', 'é', '日', '😀', ' ', '\\.', '\\[', '\\]', '\\^', '\\\\', '\\*', "'", '"', '%', '&', '/') },
    { weight: 2, arbitrary: fc.constantFrom('.', '\\d', '\\w', '\\s', '\\D', '\\W', '\\S') },
    { weight: 2, arbitrary: fc.constantFrom('[ab]', '[^a]', '[a-c]', '[^\\d]', '[é-ü]', '[日a]', '[]^-]'.replace('[]', '[\\]'), '[\\\\^a]', '[^é日]', '[-a]', '[a-]', '[\\s,]', '[^ -~]', '[!-/]', '[*-_]') },
    { weight: 1, arbitrary: tie('node').map((node) => `(${node})`) },
    { weight: 1, arbitrary: tie('node').map((node) => `(?:${node})`) },
  ),
  seq: fc.array(
    fc.oneof(
      { weight: 5, arbitrary: tie('atom') },
      { weight: 2, arbitrary: fc.tuple(tie('atom'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{0,2}', '{2,}', '{0}')).map(([atom, sign]) => atom + sign) },
      { weight: 1, arbitrary: fc.constantFrom('^', '$', '\\b') },
    ),
    { minLength: 1, maxLength: 5 },
  ).map((parts) => parts.join('')),
  node: fc.oneof({ weight: 4, arbitrary: tie('seq') }, { weight: 1, arbitrary: fc.array(tie('seq'), { minLength: 2, maxLength: 3 }).map((parts) => parts.join('|')) }),
})).node

/** Lines of the same characters, and some bytes that are no text. */
export const lineBytes: fc.Arbitrary<Buffer> = fc
  .array(
    fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom('a', 'b', 'c', 'A', 'B', '0', '7', '_', '-', 'é', 'ü', '日', '😀', ' ', '\t', '.', '[', ']', '^', '\\', '*', "'", '"', '%', '&', '/', ',').map((text) => Buffer.from(text)) },
      { weight: 1, arbitrary: fc.constantFrom([0xff], [0xc3], [0x80], [0x00], [0xe6, 0x97]).map((bytes) => Buffer.from(bytes)) },
    ),
    { maxLength: 14 },
  )
  .map((parts) => Buffer.concat(parts))

export const texts: fc.Arbitrary<Buffer> = fc
  .array(fc.tuple(lineBytes, fc.constantFrom('\n', '\n', '\n', '\r\n')), { minLength: 1, maxLength: 30 })
  .map((lines) => Buffer.concat(lines.flatMap(([line, end]) => [line, Buffer.from(end)])))
