import { aptInstall, aptUpdate, packages } from './apt'
import { lines, type Chunk, type Recipe } from './output'

const WANTED = ['libopenblas0-pthread', 'python3-venv']

const PACKAGES = packages(`
  libgfortran5          12.2.0-14+deb12u1  amd64  793000
  libpython3.11-stdlib  3.11.2-6+deb12u6   amd64  1798000
  python3.11            3.11.2-6+deb12u6   amd64  573000
  python3-pip-whl       23.0.1+dfsg-1      all    1717000
  python3-setuptools-whl 66.1.1-1+deb12u2  all    1111000
  python3.11-venv       3.11.2-6+deb12u6   amd64  5896
  libopenblas0-pthread  0.3.21+ds-4        amd64  6784000
  python3-venv          3.11.2-1+b1        amd64  1200
`)

const SCRIPT = String.raw`#!/usr/bin/env bash
set -euo pipefail

export DEBIAN_FRONTEND=noninteractive
CUDA=13

echo "==> GPU"
nvidia-smi

echo "==> System packages"
sudo apt-get update
sudo apt-get install -y --no-install-recommends libopenblas0-pthread python3-venv

echo "==> Python environment"
python3 -m venv "$HOME/.venvs/train"
"$HOME/.venvs/train/bin/pip" install --requirement "$HOME/train/requirements.txt"

echo "==> CUDA toolkit"
sudo apt-get install -y "nvidia-cuda-toolkit-$CUDA"

echo "==> Notebook"
"$HOME/.venvs/train/bin/jupyter" lab --no-browser --port 8888 >/tmp/jupyter.log 2>&1 &
`

/** Fails: apt does not know the package, and `set -e` ends the script with apt's exit code. */
export const gpuRecipe: Recipe = {
  script: SCRIPT,
  exitCode: 100,
  output: [
    ...lines(40, '==> GPU'),
    ...nvidiaSmi(),
    ...lines(80, '==> System packages'),
    ...aptUpdate(170),
    ...aptInstall(WANTED, PACKAGES, 22),
    ...lines(60, '==> Python environment'),
    ...pip(),
    ...lines(80, '==> CUDA toolkit'),
    ...lines(140, 'Reading package lists...', 'Building dependency tree...', 'Reading state information...'),
    ...lines(500, 'E: Unable to locate package nvidia-cuda-toolkit-13'),
  ],
}

function nvidiaSmi(): Chunk[] {
  const rule = `|${'-'.repeat(41)}+${'-'.repeat(24)}+${'-'.repeat(22)}+`
  return [
    {
      afterMs: 240,
      text: (nowMs) => `${new Date(nowMs).toUTCString().replace(/^(...), (\d\d) (...) (\d{4}) (\S+) GMT$/, '$1 $3 $2 $5 $4')}\n`,
    },
    ...lines(
      2,
      `+${'-'.repeat(89)}+`,
      '| NVIDIA-SMI 580.95.05              Driver Version: 580.95.05      CUDA Version: 13.0     |',
      `+${'-'.repeat(41)}+${'-'.repeat(24)}+${'-'.repeat(22)}+`,
      '| GPU  Name                 Persistence-M | Bus-Id          Disp.A | Volatile Uncorr. ECC |',
      '| Fan  Temp   Perf          Pwr:Usage/Cap |           Memory-Usage | GPU-Util  Compute M. |',
      '|                                         |                        |               MIG M. |',
      rule.replaceAll('-', '='),
      '|   0  NVIDIA L4                      On  |   00000000:00:04.0 Off |                    0 |',
      '| N/A   38C    P8             12W /   72W |       0MiB /  23034MiB |      0%      Default |',
      '|                                         |                        |                  N/A |',
      `+${'-'.repeat(41)}+${'-'.repeat(24)}+${'-'.repeat(22)}+`,
      '',
    ),
  ]
}

function pip(): Chunk[] {
  const wheels: [name: string, version: string, file: string, mb: number][] = [
    ['numpy', '2.3.4', 'cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64', 16.9],
    ['polars', '1.33.1', 'cp39-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64', 38.8],
    ['pyarrow', '22.0.0', 'cp311-cp311-manylinux_2_28_x86_64', 47.7],
    ['safetensors', '0.6.2', 'cp38-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64', 0.486],
  ]
  const file = ([name, version, tags]: (typeof wheels)[number]): string => `${name}-${version}-${tags}.whl`
  const size = (mb: number): string => (mb < 1 ? `${Math.round(mb * 1000)} kB` : `${mb.toFixed(1)} MB`)
  return [
    ...wheels.flatMap((wheel, index) => [
      ...lines(80, `Collecting ${wheel[0]}==${wheel[1]} (from -r /home/coder/train/requirements.txt (line ${index + 1}))`),
      ...lines(90, `  Downloading ${file(wheel)} (${size(wheel[3])})`),
      ...lines(
        240,
        `     ${'━'.repeat(40)} ${wheel[3] < 1 ? wheel[3] * 1000 : wheel[3]}/${size(wheel[3])} 96.4 MB/s eta 0:00:00`,
      ),
    ]),
    ...lines(120, `Installing collected packages: ${wheels.map(([name]) => name).join(', ')}`),
    ...lines(520, `Successfully installed ${wheels.map(([name, version]) => `${name}-${version}`).join(' ')}`),
  ]
}
