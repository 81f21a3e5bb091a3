import { aptPlan, aptUpdate, packages } from './apt'
import { lines, raw, throughTty, type Chunk, type Recipe } from './output'

const WANTED = ['pandoc', 'texlive-lang-cjk', 'texlive-xetex', 'weasyprint']

const PACKAGES = packages(`
  fonts-lmodern         2.005-1            all    4542000
  libpotrace0           1.16-2             amd64  25400
  libptexenc1           2022.20220321-5    amd64  43300
  libsynctex2           2022.20220321-5    amd64  60400
  libtexlua53-5         2022.20220321-5    amd64  107000
  libzzip-0-13          0.13.72+dfsg       amd64  58200
  lmodern               2.005-1            all    9480000
  pandoc                2.17.1.1-2         amd64  21300000
  pandoc-data           2.17.1.1-2         all    445000
  python3-cssselect2    0.7.0-1            all    34500
  python3-fonttools     4.38.0-1+b1        amd64  1023000
  python3-pydyf         0.5.0-1            all    14400
  python3-tinycss2      1.2.1-2            all    34300
  tex-common            6.18               all    32500
  texlive-base          2022.20230122-3    all    21900000
  texlive-binaries      2022.20220321-5    amd64  10600000
  texlive-lang-chinese  2022.20230122-3    all    96400000
  texlive-lang-cjk      2022.20230122-3    all    2136000
  texlive-lang-japanese 2022.20230122-3    all    42800000
  texlive-latex-base    2022.20230122-3    all    1183000
  texlive-xetex         2022.20230122-3    all    12300000
  weasyprint            57.2-1             all    128000
`)

const SCRIPT = String.raw`#!/usr/bin/env bash
set -euo pipefail

image=registry.example.com/library/debian:12-slim

echo "==> Toolchain container"
docker pull "$image"
docker run --detach --name docs-toolchain --volume "$HOME/handbook:/handbook" --workdir /handbook "$image" sleep infinity

echo "==> Toolchain packages"
# -t keeps the colours of the tools in this log.
docker exec -t docs-toolchain apt-get update
docker exec -t docs-toolchain apt-get install --no-install-recommends pandoc texlive-lang-cjk texlive-xetex weasyprint

echo "==> Handbook"
docker exec -t docs-toolchain make html pdf
cd "$HOME/handbook/dist"
python3 -m http.server 8000 >/tmp/preview.log 2>&1 &
`

/**
 * Hangs: the packages are installed in a container that has a terminal (`-t`) but nobody at its
 * keyboard, so apt waits for an answer for ever. The question ends without a line break.
 */
export const docsRecipe: Recipe = {
  script: SCRIPT,
  exitCode: null,
  output: [
    ...lines(40, '==> Toolchain container'),
    ...dockerPull(),
    ...lines(400, '7c1f0f5f6c3b6d1fb0f6bd8a5a3f0b3c7de0f0c89d0a1f3f5b5d6a7e8c9b0a12'),
    ...lines(60, '==> Toolchain packages'),
    ...throughTty([
      raw(160, '\r0% [Working]\r            \r'),
      ...aptUpdate(260).slice(0, -1),
      ...readingLists(),
      raw(700, 'Reading package lists... 0%\r'),
      ...aptPlan(WANTED, PACKAGES, ' Done'),
      raw(30, 'Do you want to continue? [Y/n] '),
    ]),
  ],
}

function dockerPull(): Chunk[] {
  const layer = 'e4fff0779e6d'
  return [
    ...lines(260, '12-slim: Pulling from library/debian', `${layer}: Pulling fs layer`),
    ...lines(520, `${layer}: Verifying Checksum`, `${layer}: Download complete`, `${layer}: Pull complete`),
    ...lines(
      90,
      'Digest: sha256:0104b334637a5f19aa9c983a91b54c89887c0984081f2068983107a6f6c21eeb',
      'Status: Downloaded newer image for registry.example.com/library/debian:12-slim',
      'registry.example.com/library/debian:12-slim',
    ),
  ]
}

function readingLists(): Chunk[] {
  const states = [0, 0, 14, 63, 89, 100].map((percent) => raw(70, `Reading package lists... ${percent}%\r`))
  return [...states, ...lines(30, 'Reading package lists... Done')]
}
