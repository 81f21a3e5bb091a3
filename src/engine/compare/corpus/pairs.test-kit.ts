import { pair, type LabelledPair } from './pair.test-kit'

/** Pairs that the scoring was tuned with. */
export const tunedPairs: readonly LabelledPair[] = [
  pair('apt cannot resolve its mirror', 100, `
==> System packages
+ sudo apt-get update
- Hit:1 http://deb.example.com/debian bookworm InRelease
- Get:2 http://deb.example.com/debian bookworm-updates InRelease [{kB}]
- Fetched {kB} in 1s ({speed})
+ Ign:1 http://deb.example.com/debian bookworm InRelease
+ Err:1 http://deb.example.com/debian bookworm InRelease
+   »Temporary failure resolving 'deb.example.com'
Reading package lists...
+ W: Failed to fetch http://deb.example.com/debian/dists/bookworm/InRelease  Temporary failure resolving 'deb.example.com'
+ W: Some index files failed to download. They have been ignored, or old ones used instead.
Building dependency tree...
Reading state information...
- The following NEW packages will be installed: ripgrep
- Get:3 http://deb.example.com/debian bookworm/main amd64 ripgrep amd64 13.0.0-4+b2 [{kB}]
- Setting up ripgrep (13.0.0-4+b2) ...
- ==> Dotfiles
- Linked 14 files in {ms}
+ E: Unable to locate package ripgrep
`),
  pair('a package was withdrawn', 1, `
{iso} npm install
npm notice created a lockfile as package-lock.json
npm http fetch GET 200 https://npm.example.com/react {ms}
npm http fetch GET 200 https://npm.example.com/vite {ms}
- npm http fetch GET 200 https://npm.example.com/left-grid {ms}
+ npm http fetch GET 404 https://npm.example.com/left-grid {ms}
+ npm error code E404
+ »npm error 404 Not Found - GET https://npm.example.com/left-grid - Not found
+ npm error 404 
+ npm error 404  'left-grid@^2.1.0' is not in this registry.
+ npm error A complete log of this run can be found in: /home/coder/.npm/_logs/{iso}-debug-0.log
- added 412 packages in {s}
- found 0 vulnerabilities
- {iso} build
- vite v5.4.2 building for production...
- ✓ 214 modules transformed.
- built in {s}
`),
  pair('the disk is full', 1, `
Step 1/9 : prepare {tmp}
a| Downloading model weights {pct}
a| Downloading model weights {pct}
a| Downloading model weights {pct}
b| Collecting numpy
b| Downloading numpy-1.26.4-cp311-manylinux.whl ({kB})
b| Collecting torch
- a| Saved weights to /data/models in {s}
- b| Successfully installed numpy-1.26.4 torch-2.3.1
+ b| »ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device
- Step 2/9 : warm up
- Step 3/9 : done
`),
  pair('the token expired', 128, `
+ git config --global user.name coder
+ git config --global pull.rebase true
Cloning into 'shop'...
- remote: Enumerating objects: 1204, done.
- remote: Counting objects: {pct}
- Receiving objects: {pct} (1204/1204), {kB} | {speed}, done.
- Resolving deltas: {pct} (610/610), done.
- HEAD is now at {sha} Raise the timeout
- Submodule path 'themes': checked out '{sha}'
+ remote: HTTP Basic: Access denied. The provided token has expired.
+ »fatal: Authentication failed for 'https://git.example.com/shop.git/'
`),
  pair('a step is gone: the volume is not mounted', null, `
{iso} INFO begin {uuid}
{iso} INFO user coder, host {ip}
- »==> Mounting /data from the volume
- {iso} INFO /dev/sdb1 mounted on /data in {ms}
==> Restoring the workspace
{iso} INFO restored 14 settings in {ms}
{iso} INFO 3 extensions checked in {ms}
==> Starting the editor
{iso} INFO editor listens on 127.0.0.1:{port}
{iso} INFO pid {pid}
==> Done in {s}
`),
  pair('another major version of node', null, `
==> Toolchain
Downloading https://dist.example.com/node.tar.xz {pct}
- Installed node v20.11.1 in {s}
+ »Installed node v22.0.0 in {s}
Installed pnpm v9.1.0 in {s}
==> Packages
Progress: resolved 812, reused 790, downloaded 22, added 812, done
Done in {s}
==> Services
web: started, pid {pid}
worker: started, pid {pid}
ready in {s}
`),
  pair('a certificate ran out', 60, `
[{t}] fetching the installer
[{t}] trying {ip}
- [{t}] 200 OK, {kB} in {ms}
- [{t}] checksum {long} ok
- [{t}] installing to /opt/tool
- [{t}] installed in {s}
+ [{t}] »curl: (60) SSL certificate problem: certificate has expired
+ [{t}] More details here: https://curl.se/docs/sslcerts.html
+ [{t}] cleaning up {tmp}
`),
  pair('a tool is not on the path', 127, `
=== Prepare ===
Using cache at {tmp}
Restored 214 files in {ms}
=== Build ===
- go version go1.22.4 linux/amd64
- go: downloading golang.org/x/sys v0.20.0
- ok  	shop/cart	{s}
- ok  	shop/web	{s}
- built {sha}
+ »./build.sh: line 14: go: command not found
`),
  pair('the database refuses', 1, `
+ docker compose up -d db
 Container shop-db-1  Created
 Container shop-db-1  Started
+ ./migrate.sh
waiting for the database ({ms})
waiting for the database ({ms})
- database answers after {s}
- applying 20261101_orders.sql
- applying 20261112_index.sql
- migrations done in {s}
+ »psql: error: connection to server at "{ip}", port 5432 failed: Connection refused
+ 	Is the server running on that host and accepting TCP/IP connections?
+ migrate.sh gave up after 30 attempts
`),
  pair('a setting is another one', null, `
{iso} config: profile=default
{iso} config: region=eu-west
- {iso} config: cache=enabled
+ {iso} »config: cache=disabled
{iso} config: workers=4
{iso} worker 1 up, pid {pid}
{iso} worker 2 up, pid {pid}
{iso} worker 3 up, pid {pid}
{iso} worker 4 up, pid {pid}
{iso} index {pct}
{iso} index {pct}
{iso} index built in {s}
{iso} serving on {ip}:{port}
`),
  pair('killed for memory', 137, `
[1/4] Resolving packages... {s}
[2/4] Fetching packages... {s}
[3/4] Linking dependencies... {s}
[4/4] Building fresh packages...
a| tsc: shop-web {s}
a| tsc: shop-cart {s}
b| webpack {pct}
b| webpack {pct}
b| webpack {pct}
- b| webpack compiled successfully in {s}
- Done in {s}.
+ »Killed
+ error Command failed with exit code 137.
`),
  pair('it waits for an answer', null, `
Preparing to unpack .../libc6_2.36-9_amd64.deb ...
Unpacking libc6:amd64 (2.36-9) ...
Setting up libc6:amd64 (2.36-9) ...
Configuration file '/etc/sshd.conf'
- ==> Package distributor has shipped an updated version, kept the old one.
- Setting up openssh-server (1:9.2p1-2) ...
- Processing triggers for man-db (2.11.2-2) ...
- finished in {s}
+  ==> Modified (by you or by a script) since installation.
+ »*** sshd.conf (Y/I/N/O/D/Z) [default=N] ? Continue? [y/N]
`),
]
