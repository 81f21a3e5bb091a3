import { aptInstall, aptUpdate, packages, readingDatabase } from './apt'
import { curlMeter, wgetBar } from './downloads'
import { lines, raw, type Chunk, type Recipe } from './output'
import { builds, locales, npmInstall, testRun } from './web-project'

const WANTED = ['build-essential', 'fonts-noto-cjk', 'jq', 'postgresql-client', 'ripgrep', 'tmux']

const PACKAGES = packages(`
  libc-dev-bin             2.36-9+deb12u10            amd64    47100
  linux-libc-dev           6.1.140-1                  amd64    2204000
  libcrypt-dev             1:4.4.33-2                 amd64    118000
  libc6-dev                2.36-9+deb12u10            amd64    1904000
  gcc-12                   12.2.0-14+deb12u1          amd64    19300000
  gcc                      4:12.2.0-3                 amd64    5216
  libstdc++-12-dev         12.2.0-14+deb12u1          amd64    2047000
  g++-12                   12.2.0-14+deb12u1          amd64    10700000
  g++                      4:12.2.0-3                 amd64    1356
  make                     4.3-4.1                    amd64    396000
  patch                    2.7.6-7                    amd64    128000
  dpkg-dev                 1.21.22                    all      1353000
  libonig5                 6.9.8-1                    amd64    188000
  libjq1                   1.6-2.1+deb12u1            amd64    135000
  libpq5                   15.13-0+deb12u1            amd64    192000
  postgresql-client-common 248+deb12u1                all      35200
  postgresql-client-15     15.13-0+deb12u1            amd64    1729000
  libevent-core-2.1-7      2.1.12-stable-8            amd64    131000
  libutempter0             1.2.1-3                    amd64    8960
  build-essential          12.9                       amd64    7704
  fonts-noto-cjk           1:20220127+repack1-1       all      56600000
  jq                       1.6-2.1+deb12u1            amd64    64900
  postgresql-client        15+248+deb12u1             all      10200
  ripgrep                  13.0.0-4+b2                amd64    1325000
  tmux                     3.3a-3                     amd64    455000
`)

const SCRIPT = String.raw`#!/usr/bin/env bash
set -euo pipefail

export DEBIAN_FRONTEND=noninteractive
export FORCE_COLOR=1

echo "==> System packages"
sudo apt-get update
sudo apt-get install -y --no-install-recommends build-essential fonts-noto-cjk jq postgresql-client ripgrep tmux

echo "==> code-server"
curl -fL -o /tmp/code-server.deb https://deb.example.com/pool/code-server_4.104.2_amd64.deb
sudo dpkg -i /tmp/code-server.deb

if [ ! -d "$HOME/shop" ]; then
  git clone --progress https://git.example.com/web/shop.git "$HOME/shop"
fi
cd "$HOME/shop"

echo "==> Database"
wget --progress=bar:force:noscroll -O /tmp/seed.sql.gz https://assets.example.com/shop/seed.sql.gz
gunzip -c /tmp/seed.sql.gz | psql "$DATABASE_URL"

echo "==> Project"
npm ci
npm run i18n:check
npm run build
npm test

code-server --auth none --port 13337 >/tmp/code-server.log 2>&1 &
echo "==> Ready: code-server listens on port 13337 🚀"
`

/** Comes up: packages, downloads, a database, a build and its tests. */
export const mainRecipe: Recipe = {
  script: SCRIPT,
  exitCode: 0,
  output: [
    ...lines(40, '==> System packages'),
    ...aptUpdate(70),
    ...aptInstall(WANTED, PACKAGES, 9),
    ...lines(60, '==> code-server'),
    ...curlMeter(118_489_088, 16, 55, 74_000_000),
    ...lines(40, 'Selecting previously unselected package code-server.'),
    ...readingDatabase(38_106),
    ...lines(30, 'Preparing to unpack /tmp/code-server.deb ...', 'Unpacking code-server (4.104.2) ...'),
    ...lines(90, 'Setting up code-server (4.104.2) ...'),
    ...gitClone(),
    ...lines(60, '==> Database'),
    ...wgetBar('assets.example.com', '/shop/seed.sql.gz', '/tmp/seed.sql.gz', 47_251_968, 14, 60),
    ...restore(),
    ...lines(60, '==> Project'),
    ...npmInstall(),
    ...locales(),
    ...builds(),
    ...testRun(),
    ...lines(120, '==> Ready: code-server listens on port 13337 🚀'),
  ],
}

function gitClone(): Chunk[] {
  const objects = 4312
  const progress = (label: string, steps: number, last: string, detail = (_: number) => ''): Chunk[] => [
    ...Array.from({ length: steps }, (_, step) => {
      const percent = Math.round((step / steps) * 100)
      const count = Math.round((percent / 100) * objects)
      return raw(14, `${label}: ${String(percent).padStart(3)}% (${count}/${objects})${detail(percent)}\r`)
    }),
    raw(14, `${label}: 100% (${objects}/${objects})${last}, done.\n`),
  ]
  return [
    ...lines(40, "Cloning into '/home/coder/shop'..."),
    ...lines(60, `remote: Enumerating objects: ${objects}, done.`),
    ...progress('remote: Counting objects', 4, ''),
    ...progress('remote: Compressing objects', 3, ''),
    ...progress('Receiving objects', 12, ', 21.06 MiB | 17.40 MiB/s', (percent) =>
      percent < 20 ? '' : `, ${((percent * 21.06) / 100).toFixed(2)} MiB | 17.12 MiB/s`,
    ),
    ...lines(10, `remote: Total ${objects} (delta 2105), reused 3988 (delta 1892), pack-reused 0`),
    ...progress('Resolving deltas', 5, ''),
  ]
}

function restore(): Chunk[] {
  const tables: [name: string, rows: number][] = [
    ['customers', 1842],
    ['products', 612],
    ['variants', 2431],
    ['prices', 4862],
    ['orders', 9120],
    ['order_lines', 23_517],
    ['reviews', 3308],
  ]
  return [
    ...lines(6, 'SET', 'SET', 'SET', 'CREATE EXTENSION'),
    ...tables.flatMap(() => lines(10, 'CREATE TABLE', 'ALTER TABLE')),
    ...tables.flatMap(([, rows]) => lines(24, `COPY ${rows}`)),
    ...tables.flatMap(() => lines(8, 'CREATE INDEX')),
  ]
}
