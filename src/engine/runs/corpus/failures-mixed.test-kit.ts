import type { Era } from './agent-log.test-kit'
import { start } from './start.test-kit'

/** Failures that were written down before the rules had seen anything like them: code and output. */
const outputs: [code: number, output: string][] = [
  [1, `Starting workspace bootstrap
Downloading kubectl v1.30.0
kubectl OK
helm repo add bitnami https://charts.example.com/bitnami
»Error: looks like "https://charts.example.com/bitnami" is not a valid chart repository or cannot be reached: Get "https://charts.example.com/bitnami/index.yaml": dial tcp: lookup charts.example.com on 10.96.0.10:53: no such host
`],
  [1, `+ python3 -m venv .venv
»The virtual environment was not created successfully because ensurepip is not
available.  On Debian/Ubuntu systems, you need to install the python3-venv
package using the following command.

    apt install python3.11-venv

Failing command: /home/coder/.venv/bin/python3
`],
  [1, `Installing dependencies from Pipfile.lock (a1b2c3)...
»[pipenv.exceptions.InstallError]: ERROR: Could not find a version that satisfies the requirement foo==1.0 (from versions: none)
[pipenv.exceptions.InstallError]: ERROR: No matching distribution found for foo==1.0
ERROR: Couldn't install package: {}
 Package installation failed...
`],
  [1, `info: downloading installer
info: profile set to 'default'
info: syncing channel updates for 'stable-x86_64-unknown-linux-gnu'
»error: could not download file from 'https://rust.example.com/dist/channel-rust-stable.toml.sha256' to '/home/coder/.rustup/tmp/x': error sending request: operation timed out
`],
  [1, `Cloning dotfiles...
Cloning into '/home/coder/.config/coderv2/dotfiles'...
»fatal: unable to access 'https://git.corp.example/kim/dotfiles.git/': SSL certificate problem: self-signed certificate in certificate chain
cloning dotfiles: exit status 128
`],
  [1, `> web@1.0.0 prepare
> husky install

fatal: not a git repository (or any of the parent directories): .git
husky - git command not found, skipping install
added 1204 packages in 31s
> web@1.0.0 build
> tsc -p .

»src/app.ts(12,7): error TS2322: Type 'string' is not assignable to type 'number'.
src/app.ts(19,3): error TS2304: Cannot find name 'foo'.
npm error Lifecycle script \`build\` failed with error:
npm error code 2
npm error path /home/coder/web
`],
  [127, `[bootstrap] installing nvm
=> Downloading nvm from git to '/home/coder/.nvm'
=> nvm source string already in /home/coder/.bashrc
[bootstrap] installing node
»/tmp/coder-startup.sh: line 21: nvm: command not found
`],
  [1, `Using project my-proj
»ERROR: (gcloud.container.clusters.get-credentials) ResponseError: code=403, message=Required "container.clusters.get" permission(s) for "projects/x/zones/y/clusters/z".
`],
  [1, `Waiting for cloud-init to finish...
status: done
Mounting EFS
»mount.nfs4: Connection timed out
`],
  [32, `»mount.nfs: access denied by server while mounting fs.corp.example:/export/home
`],
  [1, `==> Restoring workspace snapshot
restoring from s3://snapshots/kim.tar.zst
»fatal error: An error occurred (403) when calling the HeadObject operation: Forbidden
`],
  [1, `Installing extensions...
Installing extension 'ms-python.python'...
Extension 'ms-python.python' v2024.2.1 was successfully installed.
Installing extension 'acme.private'...
»Extension 'acme.private' not found.
Make sure you use the full extension ID, including the publisher, e.g.: ms-dotnettools.csharp
Failed Installing Extensions: acme.private
`],
  [1, `Welcome to the workspace
pulling images
db Pulling 
cache Pulling 
»db Error manifest for postgres:99 not found: manifest unknown: manifest unknown
Error response from daemon: manifest for postgres:99 not found: manifest unknown: manifest unknown
`],
  [1, `[17:02:11] ⏳ checking vault
[17:02:12] ✗ vault status: connection refused (https://vault:8200)
[17:02:12] retrying in 5s
[17:02:17] ✓ vault is unsealed
[17:02:18] ⏳ reading secret kv/dev
»[17:02:19] ✗ permission denied reading kv/dev (token policy "default")
[17:02:19] aborting setup
`],
  [2, `make: Entering directory '/home/coder/proj'
python3 gen.py
Traceback (most recent call last):
  File "gen.py", line 3, in <module>
    import yaml
»ModuleNotFoundError: No module named 'yaml'
make: *** [Makefile:4: gen] Error 1
make: Leaving directory '/home/coder/proj'
`],
  [1, `bundle install
Fetching gem metadata from https://gems.example.com/.........
Installing pg 1.5.6 with native extensions
»Gem::Ext::BuildError: ERROR: Failed to build gem native extension.

    current directory: /home/coder/.gems/pg-1.5.6/ext
checking for pg_config... no
checking for libpq per pkg-config... no
Unable to find PostgreSQL client library.
An error occurred while installing pg (1.5.6), and Bundler cannot continue.
`],
  [1, `$ composer install
Installing dependencies from lock file (including require-dev)
Verifying lock file contents can be installed on current platform.
»Your lock file does not contain a compatible set of packages. Please run composer update.

  Problem 1
    - laravel/framework is locked to version v11.0 and an update of this package was not requested.
`],
  [1, `BUILD FAILED expected? no
> Task :compileJava FAILED

FAILURE: Build failed with an exception.

* What went wrong:
Execution failed for task ':compileJava'.
»> Could not resolve all files for configuration ':compileClasspath'.
   > Could not find com.acme:lib:1.2.3.

BUILD FAILED in 12s
`],
  [1, `2026/07/10 09:13:40 INFO starting db migrate
2026/07/10 09:13:41 INFO applied 0001
»2026/07/10 09:13:42 ERROR migration 0002 failed: relation "users" already exists
exit status 1
`],
  [255, `Connecting to bastion
»ssh: connect to host bastion.corp.example port 22: Connection timed out
`],
  [1, `Hit:1 http://archive.example.com/ubuntu noble InRelease
Reading package lists...
»E: Could not open lock file /var/lib/apt/lists/lock - open (13: Permission denied)
E: Unable to lock directory /var/lib/apt/lists/
W: Problem unlinking the file /var/cache/apt/pkgcache.bin - RemoveCaches (13: Permission denied)
`],
  [1, `Setting up git config
»error: could not lock config file /home/coder/.gitconfig: Read-only file system
`],
  [127, `Installing bun
»/usr/bin/env: ‘node’: No such file or directory
`],
  [1, `Linking files
stow: WARNING! stowing bash would cause conflicts:
»  * existing target is neither a link nor a directory: .bashrc
All operations aborted.
`],
  [3, `Checking license server lic.corp:27000
»License checkout failed: no floating seats left (12/12 in use)
`],
  [1, `Starting Xvnc
»_XSERVTransSocketUNIXCreateListener: ...SocketCreateListener() failed
_XSERVTransMakeAllCOTSServerListeners: server already running
(EE) Fatal server error:
(EE) Cannot establish any listening sockets - Make sure an X server isn't already running
`],
  [1, `Fetching Jupyter
WARNING: The directory '/home/coder/.cache/pip' is not owned by the current user
»WARNING: Retrying (Retry(total=4, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError': Failed to establish a new connection: [Errno -3] Temporary failure in name resolution: /simple/jupyterlab/
WARNING: Retrying (Retry(total=3, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError': Failed to establish a new connection: [Errno -3] Temporary failure in name resolution: /simple/jupyterlab/
ERROR: Could not find a version that satisfies the requirement jupyterlab (from versions: none)
ERROR: No matching distribution found for jupyterlab
`],
  [1, `Preparing
all good
»Timed out waiting for port 5432 after 60 seconds
`],
  [1, `+ ./configure --prefix=/usr/local
checking for gcc... no
checking for cc... no
»configure: error: in \`/tmp/src':
configure: error: no acceptable C compiler found in $PATH
See \`config.log' for more details
`],
  [1, `installing asdf plugins
nodejs 20.1.0 is already installed
»No such plugin: terrafrom
`],
  [4, `==> Installing tool
Saving to: ‘x.deb’
»wget: unable to resolve host address ‘dl.example.invalid’
`],
  [1, `dnf install
Last metadata expiration check: 0:12:03 ago
»No match for argument: htopp
Error: Unable to find a match: htopp
`],
  [137, `Training tokenizer
»Killed
`],
  [22, `Downloading from artifactory
»curl: (22) The requested URL returned error: 401
`],
  [1, `jq: error (at <stdin>:1): Cannot index string with string "token"
using anonymous access
installing agent
»flock: failed to execute /opt/x: Exec format error
`],
  [1, `Installing oh-my-zsh
»The $ZSH folder already exists (/home/coder/.oh-my-zsh).
You'll need to remove it if you want to reinstall.
`],
  [1, `installing gh
»gpg: no valid OpenPGP data found.
`],
  [1, `>>> nix develop
»error: getting status of '/home/coder/flake.nix': No such file or directory
`],
  [1, `Running alembic upgrade
INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.
Traceback (most recent call last):
  File "x.py", line 1
»sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) could not translate host name "db" to address: Name or service not known
`],
  [1, `Lockfile is up to date
» ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date with package.json
`],
  [1, `[INFO] Scanning for projects...
[INFO] BUILD FAILURE
»[ERROR] Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin:3.11.0:compile (default-compile) on project app: Compilation failure
[ERROR] -> [Help 1]
`],
  [2, `+ curl -fL -o /tmp/cs.tgz https://releases.example.com/cs.tgz
+ tar -xzf /tmp/cs.tgz

»gzip: stdin: not in gzip format
tar: Child returned status 1
tar: Error is not recoverable: exiting now
`],
  [1, `Seeding db
»ERROR 2002 (HY000): Can't connect to local MySQL server through socket '/run/mysqld/mysqld.sock' (2)
`],
  [1, `prisma migrate deploy
»Error: P1001: Can't reach database server at \`localhost:5432\`

Please make sure your database server is running.
`],
  [2, `TASK [install docker] ****
»fatal: [localhost]: FAILED! => {"changed": false, "msg": "No package matching 'docker-ce' is available"}
PLAY RECAP
localhost : ok=3 changed=1 unreachable=0 failed=1 skipped=0
`],
  [78, `boot
»config error: missing key 'region' in /etc/app.toml
`],
  [1, `mise node@20.1.0 ✓ installed
»mise ERROR Failed to install core:python@3.12: python-build: definition not found: 3.12.99
mise ERROR Run with --verbose or MISE_VERBOSE=1 for more information
`],
  [1, `##### Coder Setup #####
- node: v20
- checking port 3000
»  port 3000 in use by pid 312, please stop it
`],
  [124, `+ timeout 60 ./wait-for-it db:5432
wait-for-it: waiting 60 seconds for db:5432
»wait-for-it: timeout occurred after waiting 60 seconds for db:5432
`],
  [1, `5 vulnerabilities (2 moderate, 3 high)
> app@1 start:db
node:internal/modules/cjs/loader:1148
  throw err;
  ^

»Error: Cannot find module 'express'
Require stack:
- /home/coder/app/index.js
`],
]

const ERAS: readonly Era[] = ['v0.17.4', 'v0.20.0', 'v0.24.1', 'v2.1.5', 'v2.2.1', 'v2.10.0', 'v2.24.3', 'v2.35.1']

export const mixedFailures = outputs.map(([code, output], index) => start(`unlike others, ${index + 1}`, ERAS[index % ERAS.length]!, code, `\n${output}`))
