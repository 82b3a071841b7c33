import { fastItems, fastLength, sequenceFast } from '../core/abstract/item.ts';
import { asCInt } from '../core/abstract/number.ts';
import { isTrue } from '../core/abstract/object.ts';
import { checkPositional } from '../core/arguments.ts';
import { raise } from '../core/errors.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import { HostError } from '../host/host.ts';
import { newInt } from '../numbers/int-object.ts';
import type { ModuleSpec } from './module-spec.ts';
import { processesOf } from './posix/child-processes.ts';
import { writeTo } from './posix/descriptors.ts';
import { pathArgument } from './posix/paths.ts';

/** Arguments of fork_exec in their order. */
const enum Arg {
  args,
  executables,
  closeFds,
  passFds,
  cwd,
  env,
  p2cread,
  p2cwrite,
  c2pread,
  c2pwrite,
  errread,
  errwrite,
  errpipeRead,
  errpipeWrite,
  restoreSignals,
  newSession,
  processGroup,
  gid,
  groups,
  uid,
  umask,
  preexec,
}

/** Texts of a sequence of str, bytes and path-like objects. */
function textsOf(rt: Runtime, sequence: number, what: string): string[] {
  const mark = rt.mark();
  const list = rt.own(sequenceFast(rt, sequence, `${what} must be a sequence`));
  const texts: string[] = [];
  for (let i = 0; i < fastLength(rt, list); i++) texts.push(pathArgument(rt, 'fork_exec', rt.H[fastItems(rt, list) + 2 * i]!, false, what).text);
  rt.release(mark);
  return texts;
}

function environmentOf(rt: Runtime, sequence: number): Record<string, string> {
  return Object.fromEntries(
    textsOf(rt, sequence, 'env').map((line) => {
      const equals = line.indexOf('=', 1);
      return [line.slice(0, equals), line.slice(equals + 1)];
    }),
  );
}

/** The number of a user or group; null for None and -1. */
function idOf(rt: Runtime, op: number): number | null {
  const id = op === (S.None as number) ? -1 : asCInt(rt, op);
  return id < 0 ? null : id;
}

function refuse(rt: Runtime, what: string): never {
  return raise(rt, T.NotImplementedError, `subprocess: Ouroboros does not have ${what}`);
}

/** Is the folder there? A wrong one is told before the program is looked for. */
function checkFolder(rt: Runtime, cwd: string | null): void {
  if (cwd === null || rt.host.fs === null) return;
  const { mode } = rt.host.fs.stat(cwd);
  if ((mode & 0o170000) !== 0o040000) throw new HostError('ENOTDIR', 20, '');
}

/**
 * Starts a program: the first of several paths that can be started. What goes wrong is written to errpipe_write, as a forked child would do it, and the
 * pid is then of a process that does not exist. CPython: Modules/_posixsubprocess.c subprocess_fork_exec
 */
function forkExec(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'fork_exec', nargs, 22, 23);
  const processes = processesOf(rt, 'subprocess');
  const at = (i: Arg): number => rt.H[args + 2 * i]!;
  const number = (i: Arg): number => asCInt(rt, at(i));
  if (at(Arg.preexec) !== S.None) refuse(rt, 'preexec_fn');
  if (number(Arg.umask) >= 0) refuse(rt, 'umask');
  if (number(Arg.processGroup) > 0) refuse(rt, 'process_group other than 0');
  if (at(Arg.groups) !== S.None) refuse(rt, 'extra_groups');
  const mark = rt.mark();
  const words = textsOf(rt, at(Arg.args), 'args');
  const files = textsOf(rt, at(Arg.executables), 'executable');
  const env = at(Arg.env) === S.None ? null : environmentOf(rt, at(Arg.env));
  const cwd = at(Arg.cwd) === S.None ? null : pathArgument(rt, 'fork_exec', at(Arg.cwd), false, 'cwd').text;
  const standard = [number(Arg.p2cread), number(Arg.c2pwrite), number(Arg.errwrite)];
  const stdio: (number | null)[] = standard.map((fd, i) => (fd < 0 ? i : fd));
  const errpipe = number(Arg.errpipeWrite);
  const passed = rt.own(sequenceFast(rt, at(Arg.passFds), 'pass_fds must be a sequence'));
  for (let i = 0; i < fastLength(rt, passed); i++) {
    const fd = asCInt(rt, rt.H[fastItems(rt, passed) + 2 * i]!);
    if (fd === errpipe || fd < stdio.length) continue;
    while (stdio.length < fd) stdio.push(null);
    stdio.push(fd);
  }
  const newSession = isTrue(rt, at(Arg.newSession)) || number(Arg.processGroup) === 0;
  const [uid, gid] = [idOf(rt, at(Arg.uid)), idOf(rt, at(Arg.gid))];
  rt.release(mark);
  let failure = new HostError('ENOENT', 2, '');
  let place = 'noexec:chdir';
  try {
    checkFolder(rt, cwd);
    place = '';
    for (const file of files) {
      try {
        return newInt(rt, processes.spawn({ file, args: words, env, cwd, stdio, uid, gid, newSession }));
      } catch (thrown) {
        if (!(thrown instanceof HostError)) throw thrown;
        if (failure.code === 'ENOENT' || (thrown.code !== 'ENOENT' && thrown.code !== 'ENOTDIR')) failure = thrown;
      }
    }
  } catch (thrown) {
    if (!(thrown instanceof HostError)) throw thrown;
    failure = thrown;
  }
  writeTo(rt, errpipe, new TextEncoder().encode(`OSError:${failure.errno.toString(16)}:${place}`));
  return newInt(rt, NO_PROCESS);
}

/** Above the largest pid that Linux gives. */
const NO_PROCESS = 0x7fff_ffff;

/** _posixsubprocess. CPython: Modules/_posixsubprocess.c */
export const posixSubprocessModule: ModuleSpec = {
  name: '_posixsubprocess',
  doc: 'A POSIX helper for the subprocess module.',
  functions: [{ name: 'fork_exec', kind: Meth.FAST, fn: forkExec }],
};
