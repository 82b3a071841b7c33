import { dictSet, newDict } from '../containers/dict-object.ts';
import { newList } from '../containers/list-object.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { newBytes } from '../text/bytes-object.ts';
import { setModuleValue } from './create-module.ts';
import type { ModuleSpec } from './module-spec.ts';
import { childProcessFunctions } from './posix/child-processes.ts';
import { descriptorFunctions } from './posix/descriptor-functions.ts';
import { fileFunctions } from './posix/files.ts';
import { processFunctions, processTypes } from './posix/processes.ts';
import { dirEntryType, scandirFunction, scandirIteratorType } from './posix/scandir.ts';
import { statResultType } from './posix/stat-result.ts';
import { systemFunctions, systemTypes } from './posix/system-functions.ts';
import { waitStatusFunctions } from './posix/wait-status.ts';

const CONSTANTS = {
  F_OK: 0,
  R_OK: 4,
  W_OK: 2,
  X_OK: 1,
  O_RDONLY: 0,
  O_WRONLY: 1,
  O_RDWR: 2,
  O_CREAT: 0o100,
  O_EXCL: 0o200,
  O_NOCTTY: 0o400,
  O_TRUNC: 0o1000,
  O_APPEND: 0o2000,
  O_NONBLOCK: 0o4000,
  O_NDELAY: 0o4000,
  O_SYNC: 0o4010000,
  O_RSYNC: 0o4010000,
  O_DSYNC: 0o10000,
  O_ASYNC: 0o20000,
  O_DIRECT: 0o40000,
  O_NOATIME: 0o1000000,
  O_PATH: 0o10000000,
  O_TMPFILE: 0o20200000,
  O_ACCMODE: 3,
  O_DIRECTORY: 0o200000,
  O_NOFOLLOW: 0o400000,
  O_CLOEXEC: 0o2000000,
  SEEK_DATA: 3,
  SEEK_HOLE: 4,
  WNOHANG: 1,
  WUNTRACED: 2,
  WCONTINUED: 8,
  EX_OK: 0,
  EX_USAGE: 64,
  EX_DATAERR: 65,
  EX_NOINPUT: 66,
  EX_NOUSER: 67,
  EX_NOHOST: 68,
  EX_UNAVAILABLE: 69,
  EX_SOFTWARE: 70,
  EX_OSERR: 71,
  EX_OSFILE: 72,
  EX_CANTCREAT: 73,
  EX_IOERR: 74,
  EX_TEMPFAIL: 75,
  EX_PROTOCOL: 76,
  EX_NOPERM: 77,
  EX_CONFIG: 78,
  TMP_MAX: 238328,
  NGROUPS_MAX: 65536,
  P_ALL: 0,
  P_PID: 1,
  P_PGID: 2,
  SCHED_OTHER: 0,
  PRIO_PROCESS: 0,
  GRND_NONBLOCK: 1,
  GRND_RANDOM: 2,
} as const;

function makeEnvironment(rt: Runtime, module: number): void {
  const mark = rt.mark();
  const environ = rt.own(newDict(rt));
  const encoder = new TextEncoder();
  for (const [key, value] of Object.entries(rt.host.env)) {
    const inner = rt.mark();
    dictSet(rt, environ, rt.own(newBytes(rt, encoder.encode(key))), rt.own(newBytes(rt, encoder.encode(value))));
    rt.release(inner);
  }
  setModuleValue(rt, module, 'environ', rt.newRef(environ));
  rt.release(mark);
}

/** posix: the system calls behind os. CPython: Modules/posixmodule.c */
export const posixModule: ModuleSpec = {
  name: 'posix',
  doc: 'System calls behind os.',
  constants: CONSTANTS,
  types: [dirEntryType],
  privateTypes: [scandirIteratorType],
  functions: [
    ...fileFunctions,
    ...descriptorFunctions,
    ...systemFunctions,
    ...processFunctions,
    ...childProcessFunctions,
    ...waitStatusFunctions,
    scandirFunction,
  ],
  exec(rt, module) {
    makeEnvironment(rt, module);
    setModuleValue(rt, module, 'error', rt.newRef(T.OSError));
    setModuleValue(rt, module, 'stat_result', rt.newRef(statResultType(rt)));
    for (const [name, type] of [...processTypes(rt), ...systemTypes(rt)]) setModuleValue(rt, module, name, rt.newRef(type));
    setModuleValue(rt, module, '_have_functions', newList(rt, 0));
  },
};
