import type { Era } from './agent-log.test-kit'
import { start } from './start.test-kit'

/**
 * The set that the rules were measured on: code and output, all written down, or taken from real runs of the tools (the first
 * thirty), before the rules were run on any of them. How many were right at first sight stands in docs/verdict.md.
 */
const outputs: [code: number, output: string][] = [
  [100, `==> Installing build tools
Reading package lists...
Building dependency tree...
Reading state information...
»E: Unable to locate package build-essentials
E: Unable to locate package ninja-buildx
`],
  [128, `Cloning dotfiles
Cloning into '/home/coder/app/df'...
»fatal: unable to access 'https://localhost:9/kim/dotfiles.git/': Failed to connect to localhost port 9 after 0 ms: Couldn't connect to server
`],
  [1, `Switching branch
»error: pathspec 'develop' did not match any file(s) known to git
`],
  [127, `+ cd /home/coder/app
+ echo '{"name":"app","version":"1.0.0","scripts":{"build":"vite build"}}'
+ npm run build

> app@1.0.0 build
> vite build

»sh: 1: vite: not found
`],
  [1, `»npm error Missing script: "setup:db"
npm error
npm error To see a list of scripts, run:
npm error   npm run
npm error A complete log of this run can be found in: /home/coder/.npm/_logs/2026-11-24T17_38_20_073Z-debug-0.log
`],
  [1, `Setting up python
»ERROR: Could not open requirements file: [Errno 2] No such file or directory: 'requirements.txt'
`],
  [1, `loading configuration
Traceback (most recent call last):
  File "<stdin>", line 4, in load
  File "/usr/lib/python3.11/json/__init__.py", line 346, in loads
    return _default_decoder.decode(s)
           ^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/usr/lib/python3.11/json/decoder.py", line 337, in decode
    obj, end = self.raw_decode(s, idx=_w(s, 0).end())
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/usr/lib/python3.11/json/decoder.py", line 353, in raw_decode
    obj, end = self.scan_once(s, idx)
               ^^^^^^^^^^^^^^^^^^^^^^
json.decoder.JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "<stdin>", line 8, in <module>
  File "<stdin>", line 6, in load
»RuntimeError: config of workspace is broken
`],
  [1, `Running migration
connecting
/home/coder/app/a.js:4
  console.log(settings.region)
                       ^

»TypeError: Cannot read properties of undefined (reading 'region')
    at main (/home/coder/app/a.js:4:24)
    at Object.<anonymous> (/home/coder/app/a.js:6:1)
    at Module._compile (node:internal/modules/cjs/loader:1521:14)
    at Module._extensions..js (node:internal/modules/cjs/loader:1623:10)
    at Module.load (node:internal/modules/cjs/loader:1266:32)
    at Module._load (node:internal/modules/cjs/loader:1091:12)
    at Function.executeUserEntryPoint [as runMain] (node:internal/modules/run_main:164:12)
    at node:internal/main/run_main_module:28:49

Node.js v20.20.2
`],
  [1, `waiting for cache
node:events:502
      throw er; // Unhandled 'error' event
      ^

»Error: connect ECONNREFUSED 127.0.0.1:1
    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)
Emitted 'error' event on Socket instance at:
    at emitErrorNT (node:internal/streams/destroy:169:8)
    at emitErrorCloseNT (node:internal/streams/destroy:128:3)
    at process.processTicksAndRejections (node:internal/process/task_queues:82:21) {
  errno: -111,
  code: 'ECONNREFUSED',
  syscall: 'connect',
  address: '127.0.0.1',
  port: 1
}

Node.js v20.20.2
`],
  [2, `[setup] unpacking

»gzip: stdin: not in gzip format
tar: Child returned status 1
tar: Error is not recoverable: exiting now
`],
  [7, `»curl: (7) Failed to connect to 127.0.0.1 port 9 after 0 ms: Couldn't connect to server
`],
  [2, `a
b
c
»/tmp/setup.sh: line 6: syntax error: unexpected end of file
`],
  [1, `compile
/home/coder/app/m.c: In function ‘main’:
»/home/coder/app/m.c:2:33: error: ‘count’ undeclared (first use in this function)
    2 | int main(void) { printf("%d\\n", count); return 0 }
      |                                 ^~~~~
/home/coder/app/m.c:2:33: note: each undeclared identifier is reported only once for each function it appears in
/home/coder/app/m.c:2:49: error: expected ‘;’ before ‘}’ token
    2 | int main(void) { printf("%d\\n", count); return 0 }
      |                                                 ^~
      |                                                 ;
`],
  [2, `make: Entering directory '/home/coder/app'
generating
./tool --version
»make: ./tool: No such file or directory
make: *** [Makefile:2: all] Error 127
make: Leaving directory '/home/coder/app'
`],
  [1, `Link step
»/usr/bin/ld: cannot find -lmissing: No such file or directory
collect2: error: ld returned 1 exit status
`],
  [2, `»Can't locate JSON/XS/Fast.pm in @INC (you may need to install the JSON::XS::Fast module) (@INC contains: /etc/perl /usr/local/lib/x86_64-linux-gnu/perl/5.36.0 /usr/local/share/perl/5.36.0 /usr/lib/x86_64-linux-gnu/perl5/5.36 /usr/share/perl5 /usr/lib/x86_64-linux-gnu/perl-base /usr/lib/x86_64-linux-gnu/perl/5.36 /usr/share/perl/5.36 /usr/local/lib/site_perl) at -e line 1.
BEGIN failed--compilation aborted at -e line 1.
`],
  [255, `»ssh: connect to host 127.0.0.1 port 9: Connection refused
`],
  [9, `Adding user
»useradd: user 'root' already exists
`],
  [1, `»chown: invalid user: ‘nobody2:nobody2’
`],
  [1, `»sha256sum: 'standard input': no properly formatted checksum lines found
`],
  [1, `Enabling service
»Failed to enable unit, unit workspace-agent.service does not exist.
`],
  [1, `»Could not open file or uri for loading certificate from /etc/ssl/certs/no-such.pem
4097530C767F0000:error:16000069:STORE routines:ossl_store_get0_loader_int:unregistered scheme:../crypto/store/store_register.c:237:scheme=file
4097530C767F0000:error:80000002:system library:file_open:No such file or directory:../providers/implementations/storemgmt/file_store.c:266:calling stat(/etc/ssl/certs/no-such.pem)
Unable to load certificate
`],
  [1, `Checking sources
  File "/home/coder/app/broken.py", line 1
    def f(:
          ^
»SyntaxError: invalid syntax
`],
  [2, `»grep: /etc/hostname-missing: No such file or directory
`],
  [1, `/tmp/setup.sh: line 1:   483 Segmentation fault      bash -c 'kill -SEGV $$'
139
Traceback (most recent call last):
  File "<string>", line 1, in <module>
»MemoryError
`],
  [1, `»dpkg-deb: error: '/home/coder/app/Makefile' is not a Debian format archive
dpkg: error processing archive /home/coder/app/Makefile (--install):
 dpkg-deb --control subprocess returned error exit status 2
Errors were encountered while processing:
 /home/coder/app/Makefile
`],
  [127, `»/tmp/setup.sh: line 2: rsync: command not found
`],
  [1, `Step: keys
»Saving key "/nonexistent/dir/id" failed: No such file or directory
Setup failed at line 4
`],
  [1, `Looking in indexes: http://127.0.0.1:9/simple, https://pypi.example.com/simple
Looking in links: /srv/wheels
WARNING: Location 'https://pypi.example.com/simple/requests/' is ignored: it is neither a file nor a directory.
WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPConnection object at 0x7f02f65de890>: Failed to establish a new connection: [Errno 111] Connection refused')': /simple/requests/
»ERROR: Could not find a version that satisfies the requirement requests==999.1 (from versions: 2.34.2)
ERROR: No matching distribution found for requests==999.1
`],
  [4, `+ cd /home/coder/app
+ ls /home/coder/app/none
ls: cannot access '/home/coder/app/none': No such file or directory
+ true
+ cp none.conf /etc/none.conf
»cp: cannot stat 'none.conf': No such file or directory
+ exit 4
`],
  [1, `==> Toolchain
info: syncing channel updates for 'nightly-2026-07-01-x86_64-unknown-linux-gnu'
»error: could not download nonexistent rust version \`nightly-2026-07-01-x86_64-unknown-linux-gnu\`
==> exiting
`],
  [1, `Loading "installonlyn" plugin
Error: This command has to be run with superuser privileges (under the root user on most systems).
`.replace('Error:', '»Error:')],
  [1, `Refreshing service 'cloud_update'.
Loading repository data...
Reading installed packages...
»'libfoo-devel' not found in package names. Trying capabilities.
No provider of 'libfoo-devel' found.
`],
  [1, `:: Synchronizing package databases...
 core is up to date
resolving dependencies...
looking for conflicting packages...
»error: failed to commit transaction (conflicting files)
node: /usr/bin/node exists in filesystem
Errors occurred, no packages were upgraded.
`],
  [1, `Preparing workspace volume
»mount: /workspace: wrong fs type, bad option, bad superblock on /dev/sdb, missing codepage or helper program, or other error.
       dmesg(1) may have more information after failed mount system call.
`],
  [1, `Syncing models from s3
download: s3://models/a.bin to ./a.bin
»download failed: s3://models/b.bin to ./b.bin [Errno 28] No space left on device
`],
  [1, `copying template
»cp: error writing '/home/coder/.cache/model.bin': Disk quota exceeded
cleanup complete
`],
  [1, `  Activating snapshot
»error: cannot refresh "code": unable to contact snap store
`],
  [1, `Checking GPU
»Failed to initialize NVML: Driver/library version mismatch
NVML library version: 550.90
`],
  [1, `[14:02:01] INFO  bootstrap v3
[14:02:01] INFO  reading /etc/workspace/profile.yaml
»[14:02:01] ERROR profile "ml-large" does not exist, choose one of: small, medium
[14:02:01] INFO  bye
`],
  [1, `{"level":"info","ts":"2026-07-10T09:13:40Z","msg":"starting"}
{"level":"warn","ts":"2026-07-10T09:13:41Z","msg":"cache is cold"}
»{"level":"error","ts":"2026-07-10T09:13:42Z","msg":"lease denied by pool manager","pool":"gpu"}
`],
  [1, `time=2026-07-10T09:13:40.112Z level=INFO msg="register runner"
»time=2026-07-10T09:13:41.002Z level=ERROR msg="register runner" err="token has been revoked"
`],
  [1, `→ vault login
»Error authenticating: Error making API request.

URL: PUT https://vault.corp.example:8200/v1/auth/jwt/login
Code: 400. Errors:

* role "dev" could not be found
`],
  [1, `Decrypting secrets
»Failed to get the data key required to decrypt the SOPS file.

Group 0: FAILED
  arn:aws:kms:eu-west-1:1:key/abc: FAILED
    - | Error decrypting key: AccessDeniedException
`],
  [1, `Installing pre-commit hooks
[INFO] Initializing environment for https://github.com/psf/black.
»An unexpected error has occurred: CalledProcessError: command: ('/usr/bin/git', 'fetch', 'origin', '--tags')
return code: 128
stdout: (none)
stderr:
    fatal: could not read Username for 'https://github.com': terminal prompts disabled
Check the log at /home/coder/.cache/pre-commit/pre-commit.log
`.replace('»', '').replace('    fatal:', '»    fatal:')],
  [1, `Bringing up compose
»yaml: line 14: mapping values are not allowed in this context
`],
  [1, `time="2026-07-10T09:13:40Z" level=warning msg="The \\"TAG\\" variable is not set. Defaulting to a blank string."
»unable to get image 'registry.corp.example/app:': Error response from daemon: invalid reference format
`],
  [125, `Starting database container
»docker: Error response from daemon: Conflict. The container name "/db" is already in use by container "0f". You have to remove (or rename) that container to be able to reuse that name.
See 'docker run --help'.
`],
  [1, ` => [internal] load build definition from Dockerfile
 => ERROR [4/6] COPY requirements.txt .
------
 > [4/6] COPY requirements.txt .:
------
»ERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref abc::def: "/requirements.txt": not found
`],
  [1, `customresourcedefinition.apiextensions.k8s.io/x created
»error: unable to recognize "deploy.yaml": no matches for kind "Ingress" in version "extensions/v1beta1"
`],
  [1, `Error from server (Forbidden): pods is forbidden: User "kim" cannot list resource "pods" in API group "" in the namespace "prod"
`.replace('Error', '»Error')],
  [1, `Hang tight while we grab the latest from your chart repositories...
...Unable to get an update from the "corp" chart repository (https://charts.corp.example):
	Get "https://charts.corp.example/index.yaml": context deadline exceeded
»Error: failed to update the following repositories: [https://charts.corp.example]
`.replace('»', '').replace('...Unable', '»...Unable')],
  [1, `Planning
╷
│ Warning: Version constraints inside provider configuration blocks are deprecated
╵
╷
»│ Error: Unsupported argument
│
│   on main.tf line 12, in resource "aws_instance" "dev":
│   12:   colour = "red"
╵
`],
  [4, `PLAY [workspace] ****
TASK [Gathering Facts] ****
»fatal: [dev-1]: UNREACHABLE! => {"changed": false, "msg": "Failed to connect to the host via ssh", "unreachable": true}
`],
  [1, `Activating project
»ERROR: (gcloud.auth.print-access-token) You do not currently have an active account selected.
Please run:

  $ gcloud auth login
`],
  [253, `Reading parameters
»Unable to locate credentials. You can configure credentials by running "aws configure".
`],
  [1, `gh extension install acme/tool
»HTTP 404: Not Found (https://api.github.com/repos/acme/tool)
`],
  [1, `Starting redis-server: redis-server.
Warming cache
»Could not connect to Redis at 127.0.0.1:6379: Connection refused
`],
  [1, `Running migrations
psql:/app/init.sql:14: NOTICE:  relation "users" already exists, skipping
»psql:/app/init.sql:22: ERROR:  column "tenant" of relation "users" does not exist
`],
  [1, `mysqld is alive? checking
»mysqladmin: connect to server at 'localhost' failed
error: 'Access denied for user 'root'@'localhost' (using password: NO)'
`],
  [1, `[Nest] 812  - 07/10/2026, 9:13:40 AM     LOG [NestFactory] Starting Nest application...
»[Nest] 812  - 07/10/2026, 9:13:41 AM   ERROR [ExceptionHandler] Nest can't resolve dependencies of the UserService (?).
`],
  [1, `Performing system checks...
»django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.
`],
  [1, `=> Booting Puma
=> Rails 7.1.3 application starting in development
»/home/coder/app/config/application.rb:21:in \`fetch': key not found: "DATABASE_URL" (KeyError)
	from /home/coder/app/config/application.rb:21:in \`<class:Application>'
`],
  [255, `composer dump-autoload
»PHP Fatal error:  Uncaught Error: Class "App\\\\Kernel" not found in /app/bin/console:12
Stack trace:
#0 {main}
  thrown in /app/bin/console on line 12
`],
  [1, `
> Configure project :app
e: file:///home/coder/app/build.gradle.kts:14:5: Unresolved reference: jvmToolchain

FAILURE: Build failed with an exception.

* What went wrong:
Script compilation error
BUILD FAILED in 8s
`.replace('e: file', '»e: file')],
  [1, `Restoring packages
»/home/coder/app/app.csproj : error NU1101: Unable to find package Acme.Core. No packages exist with this id in source(s): nuget.org
  Failed to restore /home/coder/app/app.csproj (in 1.2 sec).
`],
  [1, `mix deps.get
»** (Mix) Hex dependency resolution failed
`],
  [1, `Loading required package: methods
»Error in library(tidyverse) : there is no package called ‘tidyverse’
Execution halted
`],
  [1, `The Meson build system
Version: 1.3.0
Found pkg-config: /usr/bin/pkg-config (1.8.1)
Run-time dependency glib-2.0 found: NO (tried pkgconfig and cmake)

»../meson.build:31:0: ERROR: Dependency "glib-2.0" not found, tried pkgconfig and cmake

A full log can be found at /home/coder/src/build/meson-logs/meson-log.txt
`],
  [1, `-- The C compiler identification is GNU 12.2.0
-- Configuring incomplete, errors occurred!
`.replace('-- Configuring', `»CMake Error at CMakeLists.txt:7 (find_package):
  By not providing "FindQt6.cmake" in CMAKE_MODULE_PATH this project has
  asked CMake to find a package configuration file provided by "Qt6", but
  CMake did not find one.


-- Configuring`)],
  [1, `==> Extensions
Installing extension 'golang.go' v0.41.0...
»Error while installing extension golang.go: getaddrinfo EAI_AGAIN open-vsx.org
Failed Installing Extensions: golang.go
`],
  [1, `Waiting for X server
_XSERVTransmkdir: ERROR: euid != 0,directory /tmp/.X11-unix will not be created.
waiting...
»cannot open display: :1
`],
  [1, `Check 1: docker ✔
Check 2: memory
»You need at least 8 GB of memory, this machine has 4 GB
`],
  [1, `Linking shared cache
ln: warning: none
»ln: failed to create symbolic link '/home/coder/.cache/bazel': Permission denied
Rolling back
removed /home/coder/.cache/tmp
`],
  [1, `Extracting Boost
»xz: (stdin): Compressed data is corrupt
tar: Unexpected EOF in archive
tar: Error is not recoverable: exiting now
`],
  [1, `licence check ok
seat check
»No seats are left for product "studio" (40 of 40 used)
`],
  [2, `pre-flight
»usage: bootstrap.py [-h] --profile PROFILE
bootstrap.py: error: the following arguments are required: --profile
`.replace('»', '').replace('bootstrap.py: error', '»bootstrap.py: error')],
  [1, `+ '[' -z '' ']'
+ echo 'JFROG_TOKEN missing, ask your admin'
»JFROG_TOKEN missing, ask your admin
+ exit 1
`],
  [1, `+ mkdir -p /home/coder/bin
+ curl -sSfL https://get.example.com/tool -o /home/coder/bin/tool
+ chmod +x /home/coder/bin/tool
+ /home/coder/bin/tool --version
»/home/coder/bin/tool: /lib/x86_64-linux-gnu/libc.so.6: version \`GLIBC_2.38' not found (required by /home/coder/bin/tool)
`],
  [127, `Starting agent helper
»/usr/local/bin/helper: error while loading shared libraries: libssl.so.1.1: cannot open shared object file: No such file or directory
`],
  [1, `(node:812) ExperimentalWarning: The Fetch API is an experimental feature.
»Error: The module '/home/coder/app/node_modules/better-sqlite3/build/Release/better_sqlite3.node'
was compiled against a different Node.js version using
NODE_MODULE_VERSION 108. This version of Node.js requires
NODE_MODULE_VERSION 115.
`],
  [137, `Quantizing
  0%|          | 0/32 [00:00<?, ?it/s]
»torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB
`],
  [1, `##[group]Install
##[endgroup]
»##[error]Version 3.14.9 with arch x64 not found
`],
  [128, `Initialized empty Git repository in /home/coder/p/.git/
From https://git.corp.example/p
»fatal: refusing to merge unrelated histories
`],
  [1, `Submodule 'libs/core' (git@github.com:acme/core.git) registered for path 'libs/core'
Cloning into '/home/coder/p/libs/core'...
»ERROR: Repository not found.
fatal: Could not read from remote repository.
fatal: clone of 'git@github.com:acme/core.git' into submodule path '/home/coder/p/libs/core' failed
Failed to clone 'libs/core'. Retry scheduled
`],
]

const ERAS: readonly Era[] = ['v2.24.3', 'v2.35.1', 'v0.20.0', 'v2.10.0', 'v0.24.1', 'v2.2.1', 'v2.1.5', 'v0.17.4']

export const measuredFailures = outputs.map(([code, output], index) => start(`measured, ${index + 1}`, ERAS[index % ERAS.length]!, code, `\n${output}`))
