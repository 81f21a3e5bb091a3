import type { Era } from './agent-log.test-kit'
import { start } from './start.test-kit'

/** A second set of failures, written down before the rules were run on them: code and output. First sight: see docs/verdict.md. */
const outputs: [code: number, output: string][] = [
  [1, `Dependencies resolved.
Nothing to do.
Complete!
Extra Packages for Enterprise Linux 9 - x86_64  0.0  B/s |   0  B     00:00
Errors during downloading metadata for repository 'epel':
»  - Curl error (6): Couldn't resolve host name for https://mirrors.example.com/metalink?repo=epel-9 [Could not resolve host: mirrors.example.com]
Error: Failed to download metadata for repo 'epel': Cannot prepare internal mirrorlist: Curl error (6): Couldn't resolve host name
`],
  [1, `Updating Subscription Management repositories.
Error:
» Problem: package docker-ce-3:27.1.1-1.el9.x86_64 from docker-ce-stable requires containerd.io >= 1.6.24, but none of the providers can be installed
  - package containerd.io-1.6.24-3.1.el9.x86_64 from docker-ce-stable conflicts with runc provided by runc-4:1.1.12-2.el9.x86_64
(try to add '--allowerasing' to command line to replace conflicting packages)
`],
  [1, `fetch https://apk.example.com/alpine/v3.19/main/x86_64/APKINDEX.tar.gz
»ERROR: https://apk.example.com/alpine/v3.19/main: temporary error (try again later)
WARNING: Ignoring https://apk.example.com/alpine/v3.19/main: No such file or directory
ERROR: unable to select packages:
  bash (no such package):
    required by: world[bash]
`],
  [1, `Installing dependencies from lock file

Package operations: 42 installs, 0 updates, 0 removals

  - Installing certifi (2024.7.4)
  - Installing cryptography (42.0.8): Failed

  ChefBuildError

  Backend subprocess exited when trying to invoke build_wheel

  »error: command 'gcc' failed: No such file or directory

  at /home/coder/.local/share/pypoetry/venv/lib/python3.11/site-packages/poetry/installation/chef.py:164 in _prepare
      160│
Note: This error originates from the build backend, and is likely not a problem with poetry.
`],
  [1, `Resolved 31 packages in 412ms
   Building psycopg2==2.9.9
  × Failed to download and build \`psycopg2==2.9.9\`
  ├─▶ Build backend failed to determine metadata through
  │   \`prepare_metadata_for_build_wheel\` with exit status: 1
  ╰─▶ --- stdout:
      running dist_info
      --- stderr:

      »Error: pg_config executable not found.

      pg_config is required to build psycopg2 from source.
`],
  [1, `yarn install v1.22.22
[1/4] Resolving packages...
[2/4] Fetching packages...
»error @acme/ui@2.1.0: The engine "node" is incompatible with this module. Expected version ">=22". Got "20.11.1"
error Found incompatible module.
info Visit https://yarnpkg.com/en/docs/cli/install for documentation about this command.
`],
  [1, `Progress: resolved 1, reused 0, downloaded 0, added 0
 WARN  GET https://registry.example.com/vite error (ECONNRESET). Will retry in 10 seconds. 2 retries left.
 WARN  GET https://registry.example.com/vite error (ECONNRESET). Will retry in 1 minute. 1 retries left.
» ERR_PNPM_META_FETCH_FAIL  GET https://registry.example.com/vite: request to https://registry.example.com/vite failed, reason: read ECONNRESET
`],
  [101, `    Updating crates.io index
  Downloaded openssl-sys v0.9.102
   Compiling openssl-sys v0.9.102
error: failed to run custom build command for \`openssl-sys v0.9.102\`

Caused by:
  process didn't exit successfully: \`/home/coder/app/target/debug/build/openssl-sys-1f/build-script-main\` (exit status: 101)
  --- stderr
  thread 'main' panicked at build.rs:14:5:
  »Could not find directory of OpenSSL installation, and this \`-sys\` crate cannot
  proceed without this knowledge.
`],
  [1, `go: downloading golang.org/x/tools v0.24.0
»go: golang.org/x/tools/gopls@latest: golang.org/x/tools/gopls@v0.17.0 requires go >= 1.23.1 (running go 1.21.6; GOTOOLCHAIN=local)
`],
  [5, `Fetching gem metadata from https://gems.example.com/..........
Resolving dependencies...
»Bundler could not find compatible versions for gem "activesupport":
  In Gemfile:
    rails (~> 7.1.0) was resolved to 7.1.3, which depends on
      activesupport (= 7.1.3)
`],
  [2, `Loading composer repositories with package information
Updating dependencies
»Your requirements could not be resolved to an installable set of packages.

  Problem 1
    - Root composer.json requires php ^8.3 but your php version (8.1.2) does not satisfy that requirement.
`],
  [1, `[INFO] Scanning for projects...
[INFO] Downloading from central: https://maven.example.com/maven2/com/acme/lib/1.0/lib-1.0.pom
[WARNING] The POM for com.acme:lib:jar:1.0 is missing, no dependency information available
[INFO] ------------------------------------------------------------------------
[INFO] BUILD FAILURE
[INFO] ------------------------------------------------------------------------
»[ERROR] Failed to execute goal on project app: Could not resolve dependencies for project com.acme:app:jar:1.0: Could not find artifact com.acme:lib:jar:1.0 in central -> [Help 1]
[ERROR] 
[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
`],
  [1, `==> Downloading https://formulae.brew.sh/api/formula.jws.json
»Warning: No available formula with the name "kubectx2". Did you mean kubectx?
==> Searching for similarly named formulae and casks...
Error: No formulae or casks found for kubectx2.
`],
  [1, `unpacking 'github:NixOS/nixpkgs/abc'...
building '/nix/store/0v9w-devshell.drv'...
»error: attribute 'nodejs_99' missing
       at /home/coder/flake.nix:14:13:
           13|           packages = [
`],
  [128, `Cloning into '/home/coder/src'...
remote: Enumerating objects: 124512, done.
remote: Counting objects: 100% (812/812), done.
»error: RPC failed; curl 92 HTTP/2 stream 5 was not closed cleanly: CANCEL (err 8)
error: 4821 bytes of body are still expected
fetch-pack: unexpected disconnect while reading sideband packet
fatal: early EOF
fatal: fetch-pack: invalid index-pack output
`],
  [128, `Updating workspace repo
»fatal: detected dubious ownership in repository at '/workspaces/app'
To add an exception for this directory, call:

	git config --global --add safe.directory /workspaces/app
`],
  [255, `»kex_exchange_identification: read: Connection reset by peer
Connection reset by 10.0.4.12 port 22
rsync: connection unexpectedly closed (0 bytes received so far) [Receiver]
rsync error: unexplained error (code 255) at io.c(232) [Receiver=3.2.7]
`],
  [255, `@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
@    »WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!
Host key for git.corp.example has changed and you have requested strict checking.
Host key verification failed.
`],
  [1, `Checking proxy
»curl: (56) Received HTTP code 407 from proxy after CONNECT
proxy check failed
`],
  [1, `Sync step 4
rsync: [generator] recv_generator: mkdir "/data/cache" failed: No space left on device (28)
*** Skipping any contents from this failed directory ***
rsync error: some files/attrs were not transferred (see previous errors) (code 23) at main.c(1338) [sender=3.2.7]
`.replace('rsync: [', '»rsync: [')],
  [1, `  File "/home/coder/bin/gen.py", line 12
    print "hello"
    ^^^^^^^^^^^^^
»SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?
`],
  [1, `/home/coder/app/server.js:14
const x = ;
          ^

»SyntaxError: Unexpected token ';'
    at wrapSafe (node:internal/modules/cjs/loader:1378:20)
    at Module._compile (node:internal/modules/cjs/loader:1428:41)

Node.js v20.18.0
`],
  [1, `Seeding
Traceback (most recent call last):
  File "/app/seed.py", line 8, in <module>
    main()
  File "/app/seed.py", line 4, in main
    return json.load(open("seed.json"))
»FileNotFoundError: [Errno 2] No such file or directory: 'seed.json'
Cleaning up
`],
  [1, `Starting
Exception in thread "main" java.lang.IllegalStateException: startup failed
	at com.acme.Main.main(Main.java:12)
»Caused by: java.net.UnknownHostException: config.corp.example
	at java.base/java.net.InetAddress.getAllByName(InetAddress.java:1500)
	... 12 more
`],
  [137, `[3/9] Indexing
»/tmp/coder-startup.sh: line 40:  4411 Killed                  python3 index.py
`],
  [139, `==> Model
»Segmentation fault (core dumped)
`],
  [124, `Waiting for postgres
waiting...
waiting...
»Timeout: postgres did not become healthy in 120s
`],
  [1, ` Container app-db-1  Starting
 Container app-db-1  Started
 Container app-web-1  Starting
»Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/entry.sh": permission denied: unknown
`],
  [125, `Trying to pull registry.corp.example/dev/base:latest...
»Error: initializing source docker://registry.corp.example/dev/base:latest: pinging container registry registry.corp.example: Get "https://registry.corp.example/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority
`],
  [1, `namespace/dev created
deployment.apps/web created
»error: timed out waiting for the condition on deployments/web
`],
  [1, `Release "db" does not exist. Installing it now.
»Error: INSTALLATION FAILED: cannot re-use a name that is still in use
`],
  [1, `Acquiring state lock. This may take a few moments...
╷
»│ Error: Error acquiring the state lock
│
│ Error message: ConditionalCheckFailedException: The conditional request failed
│ Lock Info:
│   ID:        7c0f
╵
`],
  [1, `Logging in
»ERROR: AADSTS700082: The refresh token has expired due to inactivity.
To re-authenticate, please run: az login
`],
  [255, `Configuring kubeconfig
»Error when retrieving credentials from custom-process: token file missing
`],
  [5, `Starting redis
»Failed to start redis.service: Unit redis.service not found.
`],
  [2, `tar: Removing leading \`/' from member names
»tar: /opt/sdk.tar.xz: Cannot open: No such file or directory
tar: Error is not recoverable: exiting now
`],
  [9, `Archive:  tool.zip
»  End-of-central-directory signature not found.  Either this file is not
  a zipfile, or it constitutes one disk of a multi-part archive.
unzip:  cannot find zipfile directory in one of tool.zip or
        tool.zip.zip, and cannot find tool.zip.ZIP, period.
`],
  [1, `perl: warning: Setting locale failed.
perl: warning: Please check that your locale settings:
	LANGUAGE = (unset),
    are supported and installed on your system.
perl: warning: Falling back to the standard locale ("C").
Configuring database
»redis.exceptions.AuthenticationError: invalid username-password pair or user is disabled.
`],
  [1, `initdb: warning: enabling "trust" authentication for local connections
waiting for server to start....2026-07-10 09:13:33.001 UTC [412] LOG:  starting PostgreSQL 15.6
»2026-07-10 09:13:33.010 UTC [412] FATAL:  could not create lock file "/var/run/postgresql/.s.PGSQL.5432.lock": Permission denied
 stopped waiting
pg_ctl: could not start server
Examine the log output.
`],
  [1, `============================= test session starts ==============================
collected 14 items

tests/test_env.py ..F...........                                         [100%]

=================================== FAILURES ===================================
________________________________ test_has_token ________________________________

    def test_has_token():
>       assert os.environ.get("TOKEN")
»E       AssertionError: assert None

tests/test_env.py:9: AssertionError
=========================== short test summary info ============================
FAILED tests/test_env.py::test_has_token - AssertionError: assert None
========================= 1 failed, 13 passed in 0.31s =========================
`],
  [2, `cc -O2 -Wall -c -o lex.o lex.c
lex.c: In function 'next':
lex.c:40:9: warning: unused variable 'n' [-Wunused-variable]
»lex.c:51:12: error: 'tok_t' undeclared (first use in this function)
   51 |     return tok_t;
lex.c:51:12: note: each undeclared identifier is reported only once
make: *** [Makefile:8: lex.o] Error 1
`],
  [1, `vite v5.4.2 building for production...
transforming...
✓ 214 modules transformed.
x Build failed in 1.31s
error during build:
»[vite]: Rollup failed to resolve import "@acme/tokens" from "/home/coder/web/src/main.tsx".
This is most likely unintended because it can break your application at runtime.
`],
  [1, `+ cd /workspaces/app
+ ./scripts/bootstrap
bootstrap: checking tools
»bootstrap: need node >= 20, found 16.20.2
+ exit 1
`],
  [1, `sudo: unable to resolve host ws-12: Name or service not known
Adding user
»useradd: user 'dev' already exists
`],
  [1, `Generating locales (this might take a while)...
  en_US.UTF-8... done
Generation complete.
chown: changing ownership of '/home/coder/.ssh': Operation not permitted
`.replace('chown', '»chown')],
  [1, `Reading state information...
The following packages have unmet dependencies:
» libc6-dev : Depends: libc6 (= 2.36-9+deb12u4) but 2.36-9+deb12u7 is to be installed
E: Unable to correct problems, you have held broken packages.
`],
]

const ERAS: readonly Era[] = ['v2.35.1', 'v0.17.4', 'v2.24.3', 'v0.24.1', 'v2.10.0', 'v2.1.5', 'v2.2.1', 'v0.20.0']

export const secondFailures = outputs.map(([code, output], index) => start(`second set, ${index + 1}`, ERAS[index % ERAS.length]!, code, `\n${output}`))
