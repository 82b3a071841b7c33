import { dictGetText, dictSet, dictSetText, newDict } from '../../containers/dict-object.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { newFrozenset, setAdd } from '../../containers/set-object.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { call } from '../../core/abstract/call.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { S, T } from '../../core/static.ts';
import { newFloat } from '../../numbers/float-object.ts';
import { newInt, newIntBig } from '../../numbers/int-object.ts';
import { internStr } from '../../text/interning.ts';
import { newStr } from '../../text/str-object.ts';
import { makeStructSequence, newStructSequence, type StructSequenceSpec } from '../../types/struct-sequence.ts';

/** How the interpreter was started, as far as sys shows it. */
export interface SysOptions {
  argv: readonly string[];
  origArgv: readonly string[];
  /** Where `sys.executable` and `sys.prefix` point. */
  executable: string;
  prefix: string;
  path: readonly string[];
  flags: Readonly<Partial<Record<string, number>>>;
  warnOptions: readonly string[];
  xOptions: Readonly<Record<string, string | true>>;
  /** Names of the native modules. */
  builtinModules: readonly string[];
  dontWriteBytecode: boolean;
}

type Value = number | bigint | string | boolean | null | { float: number };

function made(rt: Runtime, value: Value): Owned {
  if (value === null) return rt.none();
  if (typeof value === 'number') return newInt(rt, value);
  if (typeof value === 'bigint') return newIntBig(rt, value);
  if (typeof value === 'string') return newStr(rt, value);
  if (typeof value === 'boolean') return rt.bool(value);
  return newFloat(rt, value.float);
}

function struct(rt: Runtime, spec: StructSequenceSpec, values: readonly Value[]): Owned {
  const type = makeStructSequence(rt, spec);
  return newStructSequence(
    rt,
    type,
    values.map((v) => () => made(rt, v)),
  );
}

/** Fields of sys.flags that the library reads: attributes beyond the end of the tuple in the releases that lack them. */
const LIBRARY_FLAGS: readonly string[] = ['dev_mode', 'utf8_mode', 'warn_default_encoding', 'safe_path'];

/** The fields of sys.flags that are booleans. */
const BOOLEAN_FLAGS: ReadonlySet<string> = new Set(['dev_mode', 'safe_path']);

/** A field of sys.flags: as the command line set it, or the release's default. */
function flagValue(rt: Runtime, options: SysOptions, name: string): Value {
  if (name === 'int_max_str_digits') return options.flags[name] ?? (rt.model.version[1] >= 12 ? 4300 : -1);
  const value = options.flags[name] ?? 0;
  return BOOLEAN_FLAGS.has(name) ? value !== 0 : value;
}

function stringList(rt: Runtime, items: readonly string[]): Owned {
  const mark = rt.mark();
  const list = rt.own(newList(rt, 0));
  for (const item of items) {
    const inner = rt.mark();
    listAppend(rt, list, rt.own(newStr(rt, item)));
    rt.release(inner);
  }
  return rt.leave(mark, rt.newRef(list));
}

function stringTuple(rt: Runtime, items: readonly string[]): Owned {
  const mark = rt.mark();
  return rt.leave(mark, tupleOf(rt, ...items.map((item) => rt.own(internStr(rt, item)))));
}

function stringFrozenset(rt: Runtime, items: readonly string[]): Owned {
  const mark = rt.mark();
  const set = rt.own(newFrozenset(rt, 0));
  for (const item of items) {
    const inner = rt.mark();
    setAdd(rt, set, rt.own(newStr(rt, item)));
    rt.release(inner);
  }
  return rt.leave(mark, rt.newRef(set));
}

/** Values of the sys module that do not depend on Python code. CPython: Python/sysmodule.c _PySys_InitCore, _PySys_UpdateConfig */
export function fillSys(rt: Runtime, dict: number, options: SysOptions): void {
  const set = (name: string, value: Owned): void => {
    const mark = rt.mark();
    dictSetText(rt, dict, name, rt.own(value));
    rt.release(mark);
  };
  const [major, minor, micro] = rt.model.version;
  const hex = (major << 24) | (minor << 16) | (micro << 8) | 0xf0;
  set('version', newStr(rt, `${major}.${minor}.${micro} (Ouroboros, memory model) \n[TypeScript]`));
  set('hexversion', newInt(rt, hex));
  const versionInfo = struct(
    rt,
    { name: 'sys.version_info', fields: ['major', 'minor', 'micro', 'releaselevel', 'serial'], visible: 5, sealed: true },
    [major, minor, micro, 'final', 0],
  );
  set('version_info', versionInfo);
  set('api_version', newInt(rt, 1013));
  set('copyright', newStr(rt, 'Ouroboros: MIT licence. The Python standard library: Copyright (c) 2001-2025 Python Software Foundation.'));
  set('platform', newStr(rt, rt.host.platform));
  set('byteorder', newStr(rt, 'little'));
  set('maxsize', newIntBig(rt, 0x7fff_ffff_ffff_ffffn));
  set('maxunicode', newInt(rt, 0x10ffff));
  set('abiflags', newStr(rt, ''));
  set('platlibdir', newStr(rt, 'lib'));
  set('float_repr_style', newStr(rt, 'short'));
  set('executable', newStr(rt, options.executable));
  set('_base_executable', newStr(rt, options.executable));
  for (const name of ['prefix', 'exec_prefix', 'base_prefix', 'base_exec_prefix']) set(name, newStr(rt, options.prefix));
  set('_home', rt.none());
  set('_framework', newStr(rt, ''));
  set('_stdlib_dir', newStr(rt, options.path[options.path.length - 1] ?? ''));
  set('pycache_prefix', rt.none());
  set('dont_write_bytecode', rt.bool(options.dontWriteBytecode));
  set('argv', stringList(rt, options.argv));
  set('orig_argv', stringList(rt, options.origArgv));
  set('path', stringList(rt, options.path));
  set('warnoptions', stringList(rt, options.warnOptions));
  set('meta_path', newList(rt, 0));
  set('path_hooks', newList(rt, 0));
  set('path_importer_cache', newDict(rt));
  set('builtin_module_names', stringTuple(rt, [...options.builtinModules].sort()));
  set('stdlib_module_names', stringFrozenset(rt, rt.model.libraryNames ?? options.builtinModules));
  set('_git', stringTuple(rt, ['Ouroboros', '', '']));
  setXOptions(rt, dict, options);
  const flags = [...rt.model.sysFlags, ...LIBRARY_FLAGS.filter((name) => !rt.model.sysFlags.includes(name))];
  set(
    'flags',
    struct(
      rt,
      { name: 'sys.flags', fields: flags, visible: rt.model.sysFlags.length, sealed: true },
      flags.map((name) => flagValue(rt, options, name)),
    ),
  );
  set(
    'float_info',
    struct(
      rt,
      {
        name: 'sys.float_info',
        fields: ['max', 'max_exp', 'max_10_exp', 'min', 'min_exp', 'min_10_exp', 'dig', 'mant_dig', 'epsilon', 'radix', 'rounds'],
        visible: 11,
      },
      [{ float: Number.MAX_VALUE }, 1024, 308, { float: 2 ** -1022 }, -1021, -307, 15, 53, { float: Number.EPSILON }, 2, 1],
    ),
  );
  const digits = minor >= 7;
  set(
    'int_info',
    struct(
      rt,
      {
        name: 'sys.int_info',
        fields: ['bits_per_digit', 'sizeof_digit', ...(digits ? ['default_max_str_digits', 'str_digits_check_threshold'] : [])],
        visible: digits ? 4 : 2,
      },
      [30, 4, ...(digits ? [4300, 640] : [])],
    ),
  );
  set(
    'hash_info',
    struct(
      rt,
      { name: 'sys.hash_info', fields: ['width', 'modulus', 'inf', 'nan', 'imag', 'algorithm', 'hash_bits', 'seed_bits', 'cutoff'], visible: 9 },
      [64, 2n ** 61n - 1n, 314159, 0, 1000003, rt.model.hash, 64, 128, 0],
    ),
  );
  set('thread_info', struct(rt, { name: 'sys.thread_info', fields: ['name', 'lock', 'version'], visible: 3 }, ['pthread', 'semaphore', null]));
  setImplementation(rt, dict, hex);
}

function setXOptions(rt: Runtime, dict: number, options: SysOptions): void {
  const mark = rt.mark();
  const x = rt.own(newDict(rt));
  for (const [key, value] of Object.entries(options.xOptions)) {
    const inner = rt.mark();
    dictSet(rt, x, rt.own(newStr(rt, key)), value === true ? S.True : rt.own(newStr(rt, value)));
    rt.release(inner);
  }
  dictSetText(rt, dict, '_xoptions', x);
  rt.release(mark);
}

/** sys.implementation.cache_tag: part of the names of compiled files, one a model, since models compile differently. */
export function cacheTag(rt: Runtime): string {
  return `ouroboros-${rt.model.version[0]}${rt.model.version[1]}`;
}

/** sys.implementation. CPython: make_impl_info */
function setImplementation(rt: Runtime, dict: number, hex: number): void {
  const mark = rt.mark();
  const namespace = rt.own(call(rt, T.SimpleNamespace, rt.nsp, 0, 0));
  const attributes = rt.H[namespace + 4]!;
  dictSetText(rt, attributes, 'name', rt.own(internStr(rt, 'ouroboros')));
  dictSetText(rt, attributes, 'cache_tag', rt.own(newStr(rt, cacheTag(rt))));
  dictSetText(rt, attributes, 'version', dictGetText(rt, dict, 'version_info'));
  dictSetText(rt, attributes, 'hexversion', rt.own(newInt(rt, hex)));
  dictSetText(rt, dict, 'implementation', namespace);
  rt.release(mark);
}
