import { Ob } from '../../memory/layout.ts';
import { dictGet, dictGetText } from '../containers/dict-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { call1, call2, call3 } from '../core/abstract/call.ts';
import { getItem } from '../core/abstract/item.ts';
import { getAttrText, isTrue, lookupAttr } from '../core/abstract/object.ts';
import { raise, subtypeOf, typeError, valueError } from '../core/errors.ts';
import { Exc, Tb, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Root, S, T } from '../core/static.ts';
import { ImportErr } from '../exceptions/exception-object.ts';
import { Co, Fr } from '../frames/frame-layout.ts';
import { internInPlace } from '../text/interning.ts';
import { newStr, strText } from '../text/str-object.ts';

const BOOTSTRAP = '<frozen importlib._bootstrap>';
const BOOTSTRAP_EXTERNAL = '<frozen importlib._bootstrap_external>';

/** The package that a relative import starts from. CPython: Python/import.c resolve_name */
function packageOf(rt: Runtime, globals: number): string {
  const text = (op: number): string | null => (op !== 0 && rt.H[op + Ob.type] === T.str ? strText(rt, op) : null);
  const mark = rt.mark();
  const declared = dictGetText(rt, globals, '__package__');
  const spec = dictGetText(rt, globals, '__spec__');
  let name: string | null;
  if (declared !== 0 && declared !== S.None) {
    name = text(declared);
    if (name === null) typeError(rt, 'package must be a string');
  } else if (spec !== 0 && spec !== S.None) {
    name = text(rt.own(getAttrText(rt, spec, 'parent')));
    if (name === null) typeError(rt, '__spec__.parent must be a string');
  } else {
    const own = dictGetText(rt, globals, '__name__');
    if (own === 0) raise(rt, T.KeyError, "'__name__' not in globals");
    name = text(own);
    if (name === null) typeError(rt, '__name__ must be a string');
    if (dictGetText(rt, globals, '__path__') === 0) name = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '';
  }
  rt.release(mark);
  if (name === '') raise(rt, T.ImportError, 'attempted relative import with no known parent package');
  return name;
}

function absoluteName(rt: Runtime, name: string, globals: number, level: number): string {
  let base = packageOf(rt, globals);
  for (let i = 1; i < level; i++) {
    const dot = base.lastIndexOf('.');
    if (dot < 0)
      raise(
        rt,
        rt.model.natives.beyondTopLevel === 'ValueError' ? T.ValueError : T.ImportError,
        'attempted relative import beyond top-level package',
      );
    base = base.slice(0, dot);
  }
  return name === '' ? base : `${base}.${name}`;
}

/**
 * Cuts importlib's own frames out of the traceback of the exception under way: all of them for an ImportError, else the runs that end
 * in `_call_with_frames_removed`. CPython: Python/import.c remove_importlib_frames
 */
function removeImportlibFrames(rt: Runtime): void {
  const H = rt.H;
  const exc = H[Root.curexc]!;
  if (exc === 0) return;
  const always = subtypeOf(rt, H[exc + Ob.type]!, T.ImportError);
  let outer = exc + Exc.traceback;
  let runStart = 0;
  for (let tb = H[outer]!; tb !== 0; ) {
    const code = H[H[tb + Tb.frame]! + Fr.code]!;
    const filename = strText(rt, H[code + Co.filename]!);
    const inside = filename === BOOTSTRAP || filename === BOOTSTRAP_EXTERNAL;
    const next = H[tb + Tb.next]!;
    const slot = tb + Tb.next;
    if (inside && runStart === 0) runStart = outer;
    if (!inside) runStart = 0;
    if (inside && (always || strText(rt, H[code + Co.name]!) === '_call_with_frames_removed')) {
      const from = runStart;
      if (next !== 0) H[next]!++;
      rt.setSlot(from, next);
      outer = from;
      runStart = 0;
    } else {
      outer = slot;
    }
    tb = next;
  }
}

/** Modules of CPython's standard library that are not here. */
const ABSENT = new Set(
  (
    '_asyncio _bz2 _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _crypt _ctypes _curses _curses_panel _datetime _dbm _decimal ' +
    '_elementtree _gdbm _interpchannels _interpqueues _interpreters _locale _lzma _multibytecodec _multiprocessing _posixshmem _queue ' +
    '_sqlite3 _ssl _stat _statistics _sysconfig _tkinter _tracemalloc _uuid _zoneinfo curses dbm ensurepip fcntl idlelib lib2to3 lzma mmap msvcrt nis ossaudiodev ' +
    'pydoc_data readline spwd sqlite3 ssl syslog test tkinter turtle turtledemo venv winreg winsound _winapi'
  ).split(' '),
);

/** A module of the standard library that is not found: the message says whose fault it is. */
function explainAbsence(rt: Runtime): void {
  const H = rt.H;
  const exc = H[Root.curexc]!;
  if (exc === 0 || H[exc + Ob.type] !== T.ModuleNotFoundError) return;
  const args = H[exc + Exc.args]!;
  if (H[args + Ob.size] !== 1 || H[H[args + Tuple.items]! + Ob.type] !== T.str) return;
  const name = /^No module named '(\w+)[.\w]*'$/.exec(strText(rt, H[args + Tuple.items]!))?.[1];
  if (name === undefined || !ABSENT.has(name)) return;
  const mark = rt.mark();
  const message = rt.own(newStr(rt, `${strText(rt, H[args + Tuple.items]!)} (Ouroboros does not have it)`));
  rt.setSlot(exc + Exc.args, tupleOf(rt, message));
  rt.setSlot(exc + ImportErr.msg, rt.newRef(message));
  rt.release(mark);
}

/** The module of that absolute name from sys.modules or by importlib; new reference. */
function findOrLoad(rt: Runtime, name: number): Owned {
  const known = dictGet(rt, rt.H[Root.sysModules]!, name);
  if (known !== 0 && known !== S.None) {
    const mark = rt.mark();
    const module = rt.own(rt.newRef(known));
    const spec = rt.own(lookupAttr(rt, module, rt.ident('__spec__')));
    const initializing = spec === 0 || spec === S.None ? 0 : rt.own(lookupAttr(rt, spec, rt.ident('_initializing')));
    if (initializing !== 0 && isTrue(rt, initializing) && rt.H[Root.importlib] !== 0)
      rt.own(call1(rt, rt.own(getAttrText(rt, rt.H[Root.importlib]!, '_lock_unlock_module')), name));
    return rt.leave(mark, rt.newRef(module));
  }
  const mark = rt.mark();
  const find = rt.own(getAttrText(rt, rt.H[Root.importlib]!, '_find_and_load'));
  return rt.leave(mark, call2(rt, find, name, rt.H[Root.importFunc]!));
}

function importFrom(rt: Runtime, module: number, fromlist: number): Owned {
  const mark = rt.mark();
  const path = rt.own(lookupAttr(rt, module, rt.ident('__path__')));
  if (path === 0) {
    rt.release(mark);
    return rt.newRef(module);
  }
  const handle = rt.own(getAttrText(rt, rt.H[Root.importlib]!, '_handle_fromlist'));
  return rt.leave(mark, call3(rt, handle, module, fromlist, rt.H[Root.importFunc]!));
}

/**
 * `__import__`: `globals` and `fromlist` borrowed, 0 = none. New reference to the module that the statement binds.
 * CPython: Python/import.c PyImport_ImportModuleLevelObject
 */
export function importModule(rt: Runtime, name: number, globals: number, fromlist: number, level: number): Owned {
  if (rt.H[name + Ob.type] !== T.str) typeError(rt, `module name must be a string`);
  if (level < 0) valueError(rt, 'level must be >= 0');
  const text = strText(rt, name);
  if (level === 0 && text === '') valueError(rt, 'Empty module name');
  if (level > 0 && (globals === 0 || rt.H[globals + Ob.type] !== T.dict)) raise(rt, T.KeyError, "'__name__' not in globals");
  const mark = rt.mark();
  try {
    const absolute = level > 0 ? rt.own(newStr(rt, absoluteName(rt, text, globals, level))) : rt.own(internInPlace(rt, rt.newRef(name)));
    const module = rt.own(findOrLoad(rt, absolute));
    if (fromlist !== 0 && isTrue(rt, fromlist)) return rt.leave(mark, importFrom(rt, module, fromlist));
    const dot = text.indexOf('.');
    if ((level > 0 && text === '') || dot < 0) return rt.leave(mark, rt.newRef(module));
    if (level === 0) return rt.leave(mark, importModule(rt, rt.own(newStr(rt, text.slice(0, dot))), 0, 0, 0));
    const full = strText(rt, absolute);
    const first = rt.own(newStr(rt, full.slice(0, full.length - (text.length - dot))));
    const found = dictGet(rt, rt.H[Root.sysModules]!, first);
    if (found === 0) raise(rt, T.KeyError, `'${strText(rt, first)}' not in sys.modules as expected`);
    return rt.leave(mark, rt.newRef(found));
  } catch (thrown) {
    if (thrown === PYTHON_ERROR) {
      removeImportlibFrames(rt);
      explainAbsence(rt);
    }
    throw thrown;
  }
}

/** Imports an absolute name for native code; new reference to the named module itself (not its top package). CPython: PyImport_ImportModule */
export function importByName(rt: Runtime, name: string): Owned {
  const mark = rt.mark();
  const str = rt.own(newStr(rt, name));
  rt.own(importModule(rt, str, 0, 0, 0));
  return rt.leave(mark, getItem(rt, rt.H[Root.sysModules]!, str));
}
