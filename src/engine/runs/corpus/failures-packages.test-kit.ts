import { start, type LabelledStart } from './start.test-kit'

/** Package managers and builds. */
export const packageFailures: LabelledStart[] = [
  start('apt: unknown package', 'v2.35.1', 100, `
==> System packages
Hit:1 http://deb.example.com/debian bookworm InRelease
Get:2 http://deb.example.com/debian bookworm-updates InRelease [55.4 kB]
Fetched 55.4 kB in 1s (61.2 kB/s)
Reading package lists...
Selecting previously unselected package libgpg-error0:amd64.
Setting up libgpg-error0:amd64 (1.46-1) ...
Reading package lists...
Building dependency tree...
Reading state information...
»E: Unable to locate package nvidia-cuda-toolkit-13
`),
  start('apt: no candidate', 'v0.20.0', 100, `
Reading package lists...
Package python is not available, but is referred to by another package.
This may mean that the package is missing, has been obsoleted, or
is only available from another source

»E: Package 'python' has no installation candidate
`),
  start('apt: locked', 'v0.24.1', 100, `
+ sudo apt-get install -y htop
»E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 812 (unattended-upgr)
E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?
`),
  start('apt: not found on the mirror', 'v2.1.5', 100, `
Get:1 http://archive.example.com/ubuntu jammy-updates/main amd64 libssl-dev amd64 3.0.2-0ubuntu1.10 [2,372 kB]
Err:1 http://archive.example.com/ubuntu jammy-updates/main amd64 libssl-dev amd64 3.0.2-0ubuntu1.10
  404  Not Found [IP: 91.189.91.39 80]
»E: Failed to fetch http://archive.example.com/ubuntu/pool/main/o/openssl/libssl-dev_3.0.2-0ubuntu1.10_amd64.deb  404  Not Found [IP: 91.189.91.39 80]
E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?
`),
  start('apt: not signed', 'v2.24.3', 100, `
Get:4 https://docker.example.com/linux/debian bookworm InRelease [43.3 kB]
»W: GPG error: https://docker.example.com/linux/debian bookworm InRelease: The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 7EA0A9C3F273FCD8
E: The repository 'https://docker.example.com/linux/debian bookworm InRelease' is not signed.
`, { cause: "E: The repository 'https://docker.example.com/linux/debian bookworm InRelease' is not signed." }),
  start('apt: names do not resolve', 'v2.35.1', 100, `
Ign:1 http://deb.example.com/debian bookworm InRelease
Err:1 http://deb.example.com/debian bookworm InRelease
»  Temporary failure resolving 'deb.example.com'
Reading package lists...
W: Failed to fetch http://deb.example.com/debian/dists/bookworm/InRelease  Temporary failure resolving 'deb.example.com'
W: Some index files failed to download. They have been ignored, or old ones used instead.
Reading package lists...
Building dependency tree...
E: Unable to locate package ripgrep
`),
  start('dpkg: a service does not start', 'v2.10.0', 100, `
Setting up postgresql-15 (15.6-0+deb12u1) ...
»Job for postgresql@15-main.service failed because the control process exited with error code.
See "systemctl status postgresql@15-main.service" and "journalctl -xe" for details.
dpkg: error processing package postgresql-15 (--configure):
 installed postgresql-15 package post-installation script subprocess returned error exit status 1
Errors were encountered while processing:
 postgresql-15
E: Sub-process /usr/bin/dpkg returned an error code (1)
`),
  start('npm: not in the registry', 'v2.35.1', 1, `
npm warn deprecated inflight@1.0.6: This module is not supported, and leaks memory.
npm error code E404
»npm error 404 Not Found - GET https://npm.example.com/@acme%2fui-kit - Not found
npm error 404
npm error 404  '@acme/ui-kit@^3.0.0' is not in this registry.
npm error A complete log of this run can be found in: /home/coder/.npm/_logs/2026-07-10T09_13_40_112Z-debug-0.log
`),
  start('npm: dependencies', 'v2.2.1', 1, `
npm ERR! code ERESOLVE
»npm ERR! ERESOLVE unable to resolve dependency tree
npm ERR! 
npm ERR! While resolving: web@0.1.0
npm ERR! Found: react@18.2.0
npm ERR! Could not resolve dependency:
npm ERR! peer react@"^17.0.0" from @material-ui/core@4.12.4
npm ERR! A complete log of this run can be found in:
npm ERR!     /home/coder/.npm/_logs/2023-10-01T09_13_40_112Z-debug-0.log
`),
  start('npm: no package.json', 'v2.24.3', 254, `
npm error code ENOENT
npm error syscall open
npm error path /home/coder/package.json
npm error errno -2
»npm error enoent Could not read package.json: Error: ENOENT: no such file or directory, open '/home/coder/package.json'
npm error enoent This is related to npm not being able to find a file.
npm error enoent
`),
  start('npm: no permission', 'v2.10.0', 243, `
npm ERR! code EACCES
npm ERR! syscall mkdir
npm ERR! path /usr/lib/node_modules/typescript
npm ERR! errno -13
»npm ERR! Error: EACCES: permission denied, mkdir '/usr/lib/node_modules/typescript'
npm ERR!  [Error: EACCES: permission denied, mkdir '/usr/lib/node_modules/typescript'] {
npm ERR!   errno: -13,
`),
  start('pip: no such version', 'v2.35.1', 1, `
Collecting numpy==1.26.4 (from -r requirements.txt (line 1))
  Downloading numpy-1.26.4-cp311-cp311-manylinux_2_17_x86_64.whl (18.3 MB)
»ERROR: Could not find a version that satisfies the requirement tensorflow==2.99.0 (from versions: 2.12.0, 2.13.0, 2.16.1)
ERROR: No matching distribution found for tensorflow==2.99.0
`),
  start('pip: managed outside', 'v2.24.3', 1, `
==> Python tools
»error: externally-managed-environment

× This environment is externally managed
╰─> To install Python packages system-wide, try apt install
    python3-xyz, where xyz is the package you are trying to
    install.
`),
  start('python: a module', 'v2.10.0', 1, `
Applying migrations
Traceback (most recent call last):
  File "/home/coder/app/manage.py", line 11, in main
    from django.core.management import execute_from_command_line
»ModuleNotFoundError: No module named 'django'
`),
  start('make: a header', 'v0.17.4', 2, `
gcc -O2 -c -o psycopg.o psycopg.c
»psycopg.c:8:10: fatal error: libpq-fe.h: No such file or directory
    8 | #include <libpq-fe.h>
compilation terminated.
make: *** [Makefile:12: psycopg.o] Error 1
`),
  start('go: a module', 'v2.35.1', 1, `
go: downloading github.com/spf13/cobra v1.8.0
»go: github.com/acme/private@v1.2.0: reading github.com/acme/private/go.mod at revision v1.2.0: unknown revision v1.2.0
`),
  start('cargo: does not compile', 'v2.35.1', 101, `
   Compiling serde v1.0.203
   Compiling app v0.1.0 (/home/coder/app)
»error[E0432]: unresolved import \`tokio::net\`
 --> src/main.rs:3:5
error: could not compile \`app\` (bin "app") due to 1 previous error
`),
  start('terraform: no provider', 'v2.24.3', 1, `
Initializing the backend...
Initializing provider plugins...
- Finding hashicorp/aws versions matching "~> 5.0"...
╷
»│ Error: Failed to query available provider packages
│ 
│ Could not retrieve the list of available versions for provider
╵
`),
  start('apk: unknown package', 'v2.10.0', 1, `
fetch https://apk.example.com/alpine/v3.20/main/x86_64/APKINDEX.tar.gz
ERROR: unable to select packages:
»  nodejs-lts (no such package):
    required by: world[nodejs-lts]
`),
  start('yarn: lockfile', 'v2.35.1', 1, `
➤ YN0000: ┌ Resolution step
➤ YN0000: └ Completed in 0s 322ms
➤ YN0000: ┌ Post-resolution validation
»➤ YN0028: │ The lockfile would have been modified by this install, which is explicitly forbidden.
➤ YN0000: └ Completed
➤ YN0000: · Failed with errors in 0s 341ms
`),
]
