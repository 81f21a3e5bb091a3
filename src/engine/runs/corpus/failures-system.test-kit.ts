import { start, type LabelledStart } from './start.test-kit'

/** The shell, the machine, its limits. */
export const systemFailures: LabelledStart[] = [
  start('a command that is not installed', 'v2.35.1', 127, `
==> Tools
/usr/bin/git
==> Editor settings
»/tmp/coder-script.sh: line 14: jq: command not found
`),
  start('a command that sh does not find', 'v2.10.0', 127, `
Installing helper
Downloading 12 files
»sh: 7: unzip: not found
`),
  start('a variable that is not set', 'v2.24.3', 1, `
Cloning into '/home/coder/app'...
Checking connectivity... done.
»bash: line 22: DATABASE_URL: unbound variable
`),
  start('a variable with a message', 'v0.20.0', 1, `
Preparing workspace
»bash: line 3: VAULT_ADDR: VAULT_ADDR must be set
`),
  start('a syntax error', 'v2.2.1', 2, `
»bash: -c: line 31: syntax error near unexpected token \`fi'
bash: -c: line 31: \`fi'
`),
  start('a full disk while unpacking', 'v2.35.1', 2, `
Downloading toolchain
  % Total    % Received % Xferd  Average Speed   Time
\r100  820M  100  820M    0     0   120M      0  0:00:06  0:00:06 --:--:--  121M
»tar: toolchain/lib/libclang.so.17: Cannot write: No space left on device
tar: toolchain/lib/libLLVM.so.17: Cannot write: No space left on device
tar: Exiting with failure status due to previous errors
`),
  start('a full disk under apt', 'v2.1.5', 100, `
Reading package lists...
Building dependency tree...
The following NEW packages will be installed:
  texlive-full
0 upgraded, 1 newly installed, 0 to remove and 3 not upgraded.
Need to get 4,112 MB of archives.
»E: You don't have enough free space in /var/cache/apt/archives/.
`),
  start('out of memory in node', 'v2.35.1', 134, `
> app@1.4.0 build
> vite build

vite v5.4.2 building for production...
transforming...

<--- Last few GCs --->

[2114:0x5581]    41230 ms: Mark-Compact 2041.1 (2082.9) -> 2039.8 (2083.7) MB

<--- JS stacktrace --->

»FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
 1: 0xb9c310 node::Abort() [node]
 2: 0xaa27ee  [node]
Aborted (core dumped)
`),
  start('killed by the kernel', 'v2.24.3', 137, `
==> Build
[ 12%] Building CXX object src/a.cc.o
[ 18%] Building CXX object src/b.cc.o
»/tmp/setup.sh: line 9:  3121 Killed                  make -j16
`),
  start('the compiler killed', 'v0.24.1', 2, `
[ 44%] Building CXX object src/huge.cc.o
»c++: fatal error: Killed signal terminated program cc1plus
compilation terminated.
make[2]: *** [src/CMakeFiles/app.dir/build.make:76: src/huge.cc.o] Error 1
make[1]: *** [CMakeFiles/Makefile2:83: src/CMakeFiles/app.dir/all] Error 2
make: *** [Makefile:136: all] Error 2
`),
  start('sudo that asks', 'v2.35.1', 1, `
Updating the system
»sudo: a terminal is required to read the password; either use the -S option to read from standard input or configure an askpass helper
sudo: a password is required
`),
  start('no permission for a folder', 'v0.17.4', 1, `
+ mkdir -p /opt/tools
»mkdir: cannot create directory '/opt/tools': Permission denied
`),
  start('a script that may not be run', 'v2.10.0', 126, `
Linking dotfiles
»/tmp/coder-script.sh: line 5: ./install.sh: Permission denied
`),
  start('a missing file', 'v2.35.1-colour', 1, `
Configuring shell
»cp: cannot stat '/home/coder/dotfiles/.zshrc': No such file or directory
`),
  start('a folder that is not there', 'v2.24.3', 1, `
[09:13:22] workspace setup
»/tmp/coder-script.sh: line 18: cd: /home/coder/project: No such file or directory
`),
  start('another kind of machine', 'v2.35.1', 126, `
Fetching terraform 1.9.5
»bash: line 12: /usr/local/bin/terraform: cannot execute binary file: Exec format error
`),
  start('a read-only file system', 'v2.35.1-json', 1, `
Writing /etc/profile.d/workspace.sh
»tee: /etc/profile.d/workspace.sh: Read-only file system
`),
  start('only a trace tells', 'v2.35.1', 1, `
+ set -e
+ test -d /workspace
+ echo 'checking licence'
checking licence
»+ grep -q ^LICENCE= /workspace/.env
`),
  start('a trace with an error in it', 'v2.24.3', 1, `
+ export PATH=/usr/local/bin:/usr/bin
+ curl -fsS https://get.example.com/ok.txt
ok
+ install -m 755 tool /usr/local/bin/tool
»install: cannot create regular file '/usr/local/bin/tool': Permission denied
+ cleanup
+ rm -rf /tmp/tmp.Ak29x
`),
  start('nothing at all', 'v2.35.1', 1, ``),
  start('a crash', 'v2.10.0', 139, `
Indexing workspace
»/tmp/coder-script.sh: line 31:  812 Segmentation fault      (core dumped) ./indexer --all
`),
  start('no systemd', 'v2.24.3', 1, `
==> Services
»System has not been booted with systemd as init system (PID 1). Can't operate.
Failed to connect to bus: Host is down
`),
  start('a folder in the way', 'v2.35.1', 1, `
linking ~/.config/nvim
»ln: failed to create symbolic link '/home/coder/.config/nvim': File exists
`),
]
