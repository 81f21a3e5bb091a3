import { lines, paint, raw, type Chunk } from './output'

const { bold, dim, red, green, yellow, blue, magenta, cyan, grey, orange, violet, onCyan } = paint

/** `npm ci` with colour forced. */
export function npmInstall(): Chunk[] {
  const warn = (text: string): string => `${bold('npm')} ${yellow('warn')} ${blue('deprecated')} ${text}`
  return [
    ...lines(
      70,
      warn('inflight@1.0.6: This module is not supported, and leaks memory.'),
      warn('rimraf@3.0.2: Rimraf versions prior to v4 are no longer supported'),
      warn('glob@7.2.3: Glob versions prior to v9 are no longer supported'),
    ),
    ...lines(
      20,
      '',
      'added 612 packages, and audited 613 packages in 1s',
      '',
      '148 packages are looking for funding',
      '  run `npm fund` for details',
      '',
      `found ${green(bold('0'))} vulnerabilities`,
    ),
  ]
}

/** A check of translations: wide characters, combining marks, right-to-left text and emoji in one place. */
export function locales(): Chunk[] {
  const rows: [mark: string, code: string, sample: string][] = [
    ['✅', 'de-DE', 'Deutsch 412/412 „In den Warenkorb“'],
    ['✅', 'fr-FR', 'Français 412/412 « Ajouter au panier »'],
    ['✅', 'ja-JP', '日本語 412/412 「カートに入れる」'],
    ['✅', 'ko-KR', '한국어 412/412 장바구니에 담기'],
    ['✅', 'zh-Hans', '简体中文 412/412 加入购物车'],
    ['⚠️ ', 'zh-Hant', `繁體中文 409/412 ${yellow('缺少 checkout.pickup、order.gift_note、order.eta')}`],
    ['✅', 'hi-IN', 'हिन्दी 412/412 कार्ट में डालें'],
    ['✅', 'ar', 'العربية 412/412 أضف إلى السلة'],
  ]
  return [
    ...lines(
      20,
      '',
      '> shop@2.14.0 i18n:check',
      '> node scripts/i18n-check.mjs',
      '',
      `🌐 8 locales, 412 keys, ${violet('99.91%')} translated`,
    ),
    ...lines(45, ...rows.map(([mark, code, sample]) => `  ${mark} ${code.padEnd(8)}${sample}`)),
    ...lines(20, '👩‍💻 3 missing texts fall back to zh-Hans', ''),
  ]
}

/** `vite build` with colour forced. */
export function builds(): Chunk[] {
  const assets: [name: string, kB: number, gzip: number, tint: (text: string) => string][] = [
    ['index.html', 0.61, 0.35, green],
    ['assets/inter-latin-wght-normal.woff2', 48.26, 0, green],
    ['assets/checkout-Bq3kV1mZ.css', 6.13, 1.84, magenta],
    ['assets/index-DwT0xq9c.css', 31.47, 7.02, magenta],
    ['assets/account-CkQ7rP2f.js', 18.92, 6.41, cyan],
    ['assets/checkout-Dn8sJw4a.js', 41.05, 13.88, cyan],
    ['assets/search-B6yLh0Et.js', 64.7, 22.35, cyan],
    ['assets/vendor-CfX2mN8u.js', 412.36, 131.92, yellow],
    ['assets/index-9aZpR5Wk.js', 186.1, 58.77, cyan],
  ]
  return [
    ...lines(20, '> shop@2.14.0 build', '> tsc -b && vite build', ''),
    ...lines(180, `${cyan('vite v7.1.9')} ${green('building for production...')}`),
    raw(60, 'transforming (284) src/catalogue/filters.ts\r'),
    raw(60, 'transforming (871) src/checkout/payment.tsx\r'),
    ...lines(60, `${green('✓')} 1284 modules transformed.                     `, 'rendering chunks...', 'computing gzip size...'),
    ...lines(
      16,
      ...assets.map(([name, kB, gzip, tint]) => {
        const size = `${kB.toFixed(2)} kB`.padStart(10)
        return `${dim('dist/')}${tint(name.padEnd(38))}${bold(size)}${gzip ? dim(` │ gzip: ${gzip.toFixed(2).padStart(6)} kB`) : ''}`
      }),
      green('✓ built in 1.12s'),
      '',
    ),
  ]
}

/** A coloured test run in which one test is tried twice. */
export function testRun(): Chunk[] {
  const files: [name: string, tests: number, ms: number][] = [
    ['src/money/money.test.ts', 22, 9],
    ['src/money/vat.test.ts', 17, 11],
    ['src/cart/cart.test.ts', 18, 24],
    ['src/cart/discounts.test.ts', 31, 37],
    ['src/catalogue/filters.test.ts', 12, 18],
    ['src/catalogue/sort.test.ts', 8, 6],
    ['src/checkout/address.test.ts', 14, 21],
    ['src/checkout/payment.test.tsx', 9, 412],
    ['src/search/tokens.test.ts', 26, 14],
    ['src/search/ranking.test.ts', 11, 58],
    ['src/account/session.test.ts', 7, 31],
    ['src/i18n/plural.test.ts', 19, 8],
  ]
  const tests = files.reduce((sum, [, count]) => sum + count, 0)
  const row = ([name, count, ms]: (typeof files)[number]): string =>
    ` ${green('✓')} ${name} ${dim(`(${count} tests)`)} ${(ms > 300 ? yellow : green)(`${ms}${dim('ms')}`)}`
  return [
    ...lines(20, '> shop@2.14.0 test', '> vitest run', ''),
    ...lines(150, ` ${onCyan(bold(' RUN '))} ${cyan('v3.2.4')} ${grey('/home/coder/shop')}`, ''),
    ...lines(42, ...files.slice(0, 8).map(row)),
    ...lines(
      24,
      `   ${yellow('↻')} asks again when the card is declined ${grey('(retry x1)')} ${orange('318ms')}`,
      `     ${red('AssertionError')}: expected ${red("'declined'")} to be ${green("'asked-again'")}`,
      `     ${grey('❯ src/checkout/payment.test.tsx:')}${cyan('88')}${grey(':24')}`,
    ),
    ...lines(42, ...files.slice(8).map(row)),
    ...lines(
      14,
      '',
      `${dim(' Test Files ')} ${green(bold(`${files.length} passed`))} ${grey(`(${files.length})`)}`,
      `${dim('      Tests ')} ${green(bold(`${tests} passed`))} ${grey(`(${tests})`)}`,
      `${dim('   Duration ')} 1.31s ${grey('(transform 402ms, collect 1.07s, tests 649ms)')}`,
      '',
    ),
  ]
}
