import { pair, type LabelledPair } from './pair.test-kit'

/** Pairs that were written with the others, and not looked at before the scoring was done. */
export const unseenPairs: readonly LabelledPair[] = [
  pair('a python package does not build', 1, `
Collecting cryptography==42.0.5
  Downloading cryptography-42.0.5.tar.gz ({kB})
  Installing build dependencies: started
  Installing build dependencies: finished with status 'done'
  Preparing metadata (pyproject.toml): started
- Preparing metadata (pyproject.toml): finished with status 'done'
- Building wheel for cryptography (pyproject.toml): finished with status 'done'
- Created wheel for cryptography: filename=cryptography-42.0.5.whl size=1204011 {long}
- Successfully installed cryptography-42.0.5
+   error: subprocess-exited-with-error
+   × Preparing metadata (pyproject.toml) did not run successfully.
+   │ exit code: 1
+   ╰─> [6 lines of output]
+       »error: can't find Rust compiler
+       This package requires Rust >=1.63.0.
+   note: This error originates from a subprocess, and is likely not a problem with pip.
`),
  pair('a key is not allowed', 255, `
Syncing dotfiles from git.example.com ({ip})
- Warning: Permanently added 'git.example.com' (ED25519) to the list of known hosts.
- Already up to date.
- Linked .zshrc
- Linked .gitconfig
- dotfiles in place after {s}
+ Warning: Permanently added 'git.example.com' (ED25519) to the list of known hosts.
+ »git@git.example.com: Permission denied (publickey).
+ fatal: Could not read from remote repository.
+ 
+ Please make sure you have the correct access rights
+ and the repository exists.
`),
  pair('a step is gone: no GPU driver', null, `
==> Detecting hardware
cpu: 8 cores, {pct} busy
- gpu: found at {ip}
- »==> Installing the GPU driver
- Unpacking nvidia-driver in {tmp}
- Driver loaded in {s}
==> Installing packages
torch ok ({s})
jax ok ({s})
==> Jupyter
listening on localhost:{port}
token {uuid}
`),
  pair('terraform loses a lock', 1, `
Initializing the backend...
Initializing provider plugins...
- Using previously-installed example/docker v3.0.2
Terraform has been successfully initialized!
- docker_image.main: Refreshing state... [id={long}]
- docker_volume.home: Refreshing state... [id={uuid}]
- Apply complete! Resources: 2 added, 0 changed, 0 destroyed.
+ »Error: Error acquiring the state lock
+ 
+ Error message: resource temporarily unavailable
+ Lock Info:
+   ID:        {uuid}
+   Created:   {iso}
`),
  pair('another image', null, `
{t} pulling the base image
- {t} using image registry.example.com/base:2026.10.1
+ {t} »using image registry.example.com/base:2026.11.0
a| {t} layer {sha} {pct}
a| {t} layer {sha} {pct}
b| {t} volume home attached in {ms}
b| {t} volume cache attached in {ms}
{t} container {sha} created
{t} container {sha} started at {ip}
{t} health check passed after {s}
`),
  pair('a test fails among many', 1, `
+ cargo test
   Compiling shop v0.4.1
    Finished test [unoptimized + debuginfo] target(s) in {s}
running 6 tests
a| test cart::adds ... ok
a| test cart::removes ... ok
- a| test cart::totals ... ok
+ a| test cart::totals ... FAILED
b| test web::serves ... ok
b| test web::redirects ... ok
+ failures:
+ ---- cart::totals stdout ----
+ »thread 'cart::totals' panicked at src/cart.rs:88:5:
+ assertion failed: left == right
+ test result: FAILED. 5 passed; 1 failed; finished in {s}
- test result: ok. 6 passed; 0 failed; finished in {s}
- Artifacts kept in {tmp}
`),
  pair('a service does not come up', 1, `
Setting up postgresql-15 (15.6-0+deb12u1) ...
Created symlink /etc/systemd/system/postgresql.service
- postgresql started in {s}, pid {pid}
- Seeding 1204 rows in {ms}
- Seeded
- All services are up after {s}
+ »Job for postgresql.service failed because the control process exited with error code.
+ See "systemctl status postgresql.service" and "journalctl -xeu postgresql.service" for details.
+ setup.sh: postgres did not come up
`),
  pair('too many requests', 1, `
#5 [2/4] RUN curl -fsSL https://get.example.com | sh
#5 sha {long}
#5 DONE {s}
#6 [3/4] FROM docker.example.com/library/node
- #6 resolve docker.example.com/library/node {s} done
- #6 extracting {long} {s} done
- #6 DONE {s}
- #7 exporting layers {s} done
+ #6 »ERROR: failed to copy: httpReadSeeker: failed open: unexpected status code 429 Too Many Requests - toomanyrequests: You have reached your pull rate limit.
+ ------
+  > [3/4] FROM docker.example.com/library/node:
+ ------
`),
]
