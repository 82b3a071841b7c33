import { Ob } from '../../memory/layout.ts';
import { dictClear, dictGet, dictGetText, dictSet, dictSetText, newDict } from '../containers/dict-object.ts';
import { listAppend, newList } from '../containers/list-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { call, call1, callMethodText } from '../core/abstract/call.ts';
import { asCInt } from '../core/abstract/number.ts';
import { compareBool, isTrue, lookupAttrText, repr, str } from '../core/abstract/object.ts';
import { argumentType, parseKeywords } from '../core/arguments.ts';
import { nameOfType, raise, subtypeOf, typeError, typeName } from '../core/errors.ts';
import { List, Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Cmp, Meth } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import { writeStderr } from '../exceptions/unraisable.ts';
import { Co, Fr } from '../frames/frame-layout.ts';
import { previousFrame } from '../frames/frame-memory.ts';
import { frameLine } from '../frames/frame-object.ts';
import { intToNumber, newInt } from '../numbers/int-object.ts';
import { newStr, strText } from '../text/str-object.ts';
import { setModuleValue } from './create-module.ts';
import type { ModuleSpec } from './module-spec.ts';
import { nativeState } from './native-state.ts';

/** `_warnings`: issuing warnings, filters, registries. CPython: Python/_warnings.c */

/** A filter's place in its tuple. */
const enum Filter {
  action = Tuple.items,
  message = Tuple.items + 2,
  category = Tuple.items + 4,
  module = Tuple.items + 6,
  lineno = Tuple.items + 8,
}

/** Changes with every change of the filters, so that registries of what was shown are forgotten. */
function version(rt: Runtime): { filters: number } {
  return rt.stateOf('_warnings', () => ({ filters: 0 }));
}

/** What is shown when nobody asked otherwise. CPython: init_filters of a release build */
function initialFilters(rt: Runtime): Owned {
  const mark = rt.mark();
  const list = rt.own(newList(rt, 0));
  const add = (action: string, category: number, module: number): void => {
    const inner = rt.mark();
    listAppend(rt, list, rt.own(tupleOf(rt, rt.own(newStr(rt, action)), S.None, category, module, rt.own(newInt(rt, 0)))));
    rt.release(inner);
  };
  add('default', T.DeprecationWarning, rt.own(newStr(rt, '__main__')));
  for (const category of [T.DeprecationWarning, T.PendingDeprecationWarning, T.ImportWarning, T.ResourceWarning]) add('ignore', category, S.None);
  return rt.leave(mark, rt.newRef(list));
}

const filterList = (rt: Runtime): number => nativeState(rt, '_warnings.filters', initialFilters);
const onceRegistry = (rt: Runtime): number => nativeState(rt, '_warnings.once', (r) => newDict(r));

/**
 * An attribute of the module `warnings`, owned; 0 when the module is not loaded. It is loaded for options of the command line or environment,
 * and with `load`. CPython: get_warnings_attr
 */
function warningsAttr(rt: Runtime, name: string, load: boolean): Owned | 0 {
  const modules = rt.H[Root.sysModules]!;
  const mark = rt.mark();
  let module = modules === 0 ? 0 : dictGetText(rt, modules, 'warnings');
  if (module === 0 || module === S.None) {
    const sys = rt.H[Root.sysDict]!;
    const options = sys === 0 ? 0 : dictGetText(rt, sys, 'warnoptions');
    const wanted = load || (options !== 0 && rt.H[options + Ob.type] === T.list && rt.H[options + Ob.size] !== 0);
    if (!wanted || rt.H[Root.importlib] === 0) return 0;
    module = rt.own(rt.hooks.importModule(rt, rt.own(newStr(rt, 'warnings'))));
  }
  const value = lookupAttrText(rt, module, name);
  return rt.leave(mark, value);
}

/** Does a part of a filter (None, a str, or a pattern) fit? CPython: check_matched */
function matches(rt: Runtime, part: number, value: number): boolean {
  if (part === S.None) return true;
  if (rt.H[part + Ob.type] === T.str) return compareBool(rt, part, value, Cmp.EQ);
  const mark = rt.mark();
  rt.own(rt.newRef(part));
  const found = isTrue(rt, rt.own(callMethodText(rt, part, 'match', value)));
  rt.release(mark);
  return found;
}

/** The action for a warning (owned by the caller's mark) and, for a report, its filter. CPython: get_filter */
function actionFor(rt: Runtime, category: number, text: number, lineno: number, module: number): { action: string; filter: number } {
  const H = rt.H;
  const filters = rt.own(warningsAttr(rt, 'filters', false)) || filterList(rt);
  if (H[filters + Ob.type] !== T.list) raise(rt, T.ValueError, '_warnings.filters must be a list');
  for (let i = 0; i < H[filters + Ob.size]!; i++) {
    const mark = rt.mark();
    const item = rt.own(rt.newRef(H[H[filters + List.items]! + 2 * i]!));
    if (H[item + Ob.type] !== T.tuple || H[item + Ob.size] !== 5) raise(rt, T.ValueError, `_warnings.filters item ${i} isn't a 5-tuple`);
    const line = asCInt(rt, H[item + Filter.lineno]!);
    if (
      matches(rt, H[item + Filter.message]!, text) &&
      subtypeOf(rt, category, H[item + Filter.category]!) &&
      matches(rt, H[item + Filter.module]!, module) &&
      (line === 0 || line === lineno)
    ) {
      const action = H[item + Filter.action]!;
      if (H[action + Ob.type] !== T.str) typeError(rt, `action must be a string, not '${typeName(rt, action)}'`);
      return { action: strText(rt, action), filter: item };
    }
    rt.release(mark);
  }
  const otherwise = rt.own(warningsAttr(rt, 'defaultaction', false));
  if (otherwise === 0) return { action: 'default', filter: S.None };
  if (rt.H[otherwise + Ob.type] !== T.str) typeError(rt, `_warnings.defaultaction must be a string, not '${typeName(rt, otherwise)}'`);
  return { action: strText(rt, otherwise), filter: S.None };
}

/** Was this shown already? Forgets what older filters decided. With `mark` it counts as shown from now on. CPython: already_warned */
function alreadyShown(rt: Runtime, registry: number, key: number, remember: boolean): boolean {
  const known = dictGetText(rt, registry, 'version');
  const now = version(rt).filters;
  if (known === 0 || rt.H[known + Ob.type] !== T.int || intToNumber(rt, known) !== now) {
    const inner = rt.mark();
    dictClear(rt, registry);
    dictSetText(rt, registry, 'version', rt.own(newInt(rt, now)));
    rt.release(inner);
  } else {
    const value = dictGet(rt, registry, key);
    if (value !== 0 && isTrue(rt, value)) return true;
  }
  if (remember) dictSet(rt, registry, key, S.True);
  return false;
}

/** A warning on its way. */
interface Issued {
  /** A Warning instance, or the text of one of `category`. */
  message: number;
  category: number;
  filename: number;
  lineno: number;
  /** str, or 0: from the file's name. */
  module: number;
  /** dict, or 0. */
  registry: number;
  /** The object that is to blame, or 0. */
  source: number;
}

/** `spam.py` is module `spam`. CPython: normalize_module */
function moduleOfFile(rt: Runtime, filename: number): Owned {
  const text = strText(rt, filename);
  return newStr(rt, text === '' ? '<unknown>' : text.replace(/\.py$/, ''));
}

/** All arguments borrowed; raises what the filters turn into errors. CPython: warn_explicit */
function issue(rt: Runtime, w: Issued): void {
  const mark = rt.mark();
  const isWarning = subtypeOf(rt, rt.H[w.message + Ob.type]!, T.Warning);
  const text = rt.own(isWarning ? str(rt, w.message) : rt.newRef(w.message));
  const category = isWarning ? rt.H[w.message + Ob.type]! : w.category;
  const message = isWarning ? w.message : rt.own(call1(rt, category, w.message));
  const module = w.module === 0 ? rt.own(moduleOfFile(rt, w.filename)) : w.module;
  const line = rt.own(newInt(rt, w.lineno));
  const key = rt.own(tupleOf(rt, text, category, line));
  const { registry } = w;
  if (registry !== 0 && alreadyShown(rt, registry, key, false)) {
    rt.release(mark);
    return;
  }
  const { action, filter } = actionFor(rt, category, text, w.lineno, module);
  if (action === 'error') {
    rt.setSlot(Root.curexc, rt.newRef(message));
    throw PYTHON_ERROR;
  }
  if (action !== 'ignore' && !shownBefore(rt, action, filter, registry, key)) show(rt, message, category, text, w);
  rt.release(mark);
}

/** Whether the action says that the warning was shown often enough; notes it otherwise. */
function shownBefore(rt: Runtime, action: string, filter: number, registry: number, key: number): boolean {
  if (action === 'always') return false;
  if (registry !== 0) dictSet(rt, registry, key, S.True);
  if (action === 'default') return false;
  const H = rt.H;
  const mark = rt.mark();
  const text = H[key + Tuple.items]!;
  const category = H[key + Tuple.items + 2]!;
  let before = false;
  if (action === 'once') {
    const once = rt.own(warningsAttr(rt, 'onceregistry', false)) || onceRegistry(rt);
    before = alreadyShown(rt, once, rt.own(tupleOf(rt, text, category)), true);
  } else if (action === 'module') {
    if (registry !== 0) before = alreadyShown(rt, registry, rt.own(tupleOf(rt, text, category, rt.own(newInt(rt, 0)))), true);
  } else {
    const shown = strText(rt, rt.own(repr(rt, filter)));
    raise(rt, T.RuntimeError, `Unrecognized action (${strText(rt, rt.own(repr(rt, rt.own(newStr(rt, action)))))}) in warnings.filters:\n ${shown}`);
  }
  rt.release(mark);
  return before;
}

/** Through warnings._showwarnmsg, which programs replace; a plain line where the module is not loaded. CPython: call_show_warning, show_warning */
function show(rt: Runtime, message: number, category: number, text: number, w: Issued): void {
  const f = rt.own(warningsAttr(rt, '_showwarnmsg', w.source !== 0 || isRunning(rt)));
  if (f === 0) {
    writeStderr(rt, `${strText(rt, w.filename)}:${w.lineno}: ${nameOfType(rt, category)}: ${strText(rt, text)}\n`);
    return;
  }
  const makeMessage = rt.own(warningsAttr(rt, 'WarningMessage', false));
  if (makeMessage === 0) raise(rt, T.RuntimeError, 'unable to get warnings.WarningMessage');
  const line = rt.own(newInt(rt, w.lineno));
  const args = rt.push(message);
  for (const arg of [category, w.filename, line, S.None, S.None, w.source === 0 || !rt.model.wording.tracemallocAdvice ? S.None : w.source])
    rt.push(arg);
  const shown = rt.own(call(rt, makeMessage, args, 7, 0));
  rt.own(call1(rt, f, shown));
}

/** Modules can still be imported. */
function isRunning(rt: Runtime): boolean {
  return rt.H[Root.importlib] !== 0 && !rt.stateOf('finalizing', () => ({ now: false })).now;
}

/** Frames of the import system are passed over. CPython: is_internal_frame */
function isInternal(rt: Runtime, frame: number): boolean {
  const name = strText(rt, rt.H[rt.H[frame + Fr.code]! + Co.filename]!);
  return name.includes('importlib') && name.includes('_bootstrap');
}

function nextExternal(rt: Runtime, frame: number, skip: readonly string[]): number {
  let f = previousFrame(rt, frame);
  while (f !== 0) {
    const name = strText(rt, rt.H[rt.H[f + Fr.code]! + Co.filename]!);
    if (!isInternal(rt, f) && !skip.some((prefix) => name.startsWith(prefix))) break;
    f = previousFrame(rt, f);
  }
  return f;
}

/** Where a warning belongs that is issued `level` calls up; the parts are parked for the caller. CPython: setup_context */
function contextAt(rt: Runtime, level: number, skip: readonly string[]): { filename: number; lineno: number; module: number; registry: number } {
  const H = rt.H;
  let frame = H[Root.frame]!;
  const plain = level <= 0 || (frame !== 0 && isInternal(rt, frame));
  for (let n = level; n > 1 && frame !== 0; n--) frame = plain ? previousFrame(rt, frame) : nextExternal(rt, frame, skip);
  const globals = frame === 0 ? H[Root.sysDict]! : H[frame + Fr.globals]!;
  const filename = rt.own(frame === 0 ? newStr(rt, rt.model.wording.unknownPlace) : rt.newRef(H[H[frame + Fr.code]! + Co.filename]!));
  const lineno = frame === 0 ? (rt.model.wording.unknownPlace === 'sys' ? 1 : 0) : frameLine(rt, frame);
  let registry = dictGetText(rt, globals, '__warningregistry__');
  if (registry === 0) {
    registry = rt.own(newDict(rt));
    dictSetText(rt, globals, '__warningregistry__', registry);
  } else rt.own(rt.newRef(registry));
  const name = dictGetText(rt, globals, '__name__');
  const module = rt.own(name !== 0 && (name === S.None || H[name + Ob.type] === T.str) ? rt.newRef(name) : newStr(rt, '<string>'));
  return { filename, lineno, module, registry: registry === S.None ? 0 : registry };
}

/** The class of a warning. CPython: get_category */
function categoryOf(rt: Runtime, message: number, category: number): number {
  const type = rt.H[message + Ob.type]!;
  if (subtypeOf(rt, type, T.Warning)) return type;
  if (category === 0 || category === S.None) return T.UserWarning;
  const isClass = (rt.H[rt.H[category + Ob.type]! + Tp.flags]! & TpFlag.TYPE_SUBCLASS) !== 0;
  if (!isClass || !subtypeOf(rt, category, T.Warning)) typeError(rt, `category must be a Warning subclass, not '${typeName(rt, category)}'`);
  return category;
}

/** CPython: warnings_warn_impl */
function warn(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const spec = { name: 'warn', params: ['message', 'category', 'stacklevel', 'source', 'skip_file_prefixes'], required: 1, maxPositional: 4 };
  const [message, given, level, source, prefixes] = parseKeywords(rt, spec, args, nargs, kwnames, []) as [number, number, number, number, number];
  const skip: string[] = [];
  if (prefixes !== 0) {
    if (rt.H[prefixes + Ob.type] !== T.tuple) typeError(rt, 'skip_file_prefixes must be a tuple of strs.');
    for (let i = 0; i < rt.H[prefixes + Ob.size]!; i++) {
      const prefix = rt.H[prefixes + Tuple.items + 2 * i]!;
      if (rt.H[prefix + Ob.type] !== T.str) typeError(rt, `Found non-str '${typeName(rt, prefix)}' in skip_file_prefixes.`);
      skip.push(strText(rt, prefix));
    }
  }
  const category = categoryOf(rt, message, given);
  const stacklevel = level === 0 ? 1 : asCInt(rt, level);
  warnAt(rt, message, category, skip.length > 0 ? Math.max(2, stacklevel) : stacklevel, source === S.None ? 0 : source, skip);
  return rt.none();
}

function warnAt(rt: Runtime, message: number, category: number, stacklevel: number, source: number, skip: readonly string[]): void {
  const mark = rt.mark();
  const place = contextAt(rt, stacklevel, skip);
  // a module without a name is being taken down
  if (place.module !== S.None) issue(rt, { message, category, source, ...place });
  rt.release(mark);
}

/** CPython: warnings_warn_explicit_impl */
function warnExplicit(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const params = ['message', 'category', 'filename', 'lineno', 'module', 'registry', 'module_globals', 'source'];
  const spec = { name: 'warn_explicit', params, required: 4 };
  const [message, category, filename, lineno, module, registry, globals, source] = parseKeywords(rt, spec, args, nargs, kwnames, []) as number[];
  const H = rt.H;
  const none = (op: number | undefined): number => (op === undefined || op === S.None ? 0 : op);
  if (H[filename! + Ob.type] !== T.str) typeError(rt, `warn_explicit() argument 'filename' must be str, not ${argumentType(rt, filename!)}`);
  if (none(globals) !== 0 && H[globals! + Ob.type] !== T.dict) typeError(rt, `module_globals must be a dict, not '${typeName(rt, globals!)}'`);
  if (none(registry) !== 0 && H[registry! + Ob.type] !== T.dict) typeError(rt, "'registry' must be a dict or None");
  issue(rt, {
    message: message!,
    category: categoryOf(rt, message!, category!),
    filename: filename!,
    lineno: asCInt(rt, lineno!),
    module: none(module),
    registry: none(registry),
    source: none(source),
  });
  return rt.none();
}

export const warningsModule: ModuleSpec = {
  name: '_warnings',
  doc: 'Issues warnings.',
  functions: [
    {
      name: 'warn',
      kind: Meth.KEYWORDS,
      fn: warn,
      signature: '($module, /, message, category=None, stacklevel=1, source=None, *,\n     skip_file_prefixes=<unrepresentable>)',
    },
    { name: 'warn_explicit', kind: Meth.KEYWORDS, fn: warnExplicit },
    {
      name: '_filters_mutated',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => {
        version(rt).filters++;
        return rt.none();
      },
    },
  ],
  exec(rt, module) {
    setModuleValue(rt, module, 'filters', rt.newRef(filterList(rt)));
    setModuleValue(rt, module, '_onceregistry', rt.newRef(onceRegistry(rt)));
    setModuleValue(rt, module, '_defaultaction', newStr(rt, 'default'));
  },
};

/** Issues a warning of a builtin category from native code, about the object `source` unless 0; may raise. CPython: PyErr_WarnEx, PyErr_ResourceWarning */
export function issueWarning(rt: Runtime, category: number, message: string, stacklevel: number, source = 0): void {
  const mark = rt.mark();
  warnAt(rt, rt.own(newStr(rt, message)), category, stacklevel, source, []);
  rt.release(mark);
}

/** A line of a file that a compiler warning is about. CPython: PyErr_WarnExplicitObject */
export function issueExplicitWarning(rt: Runtime, category: number, message: string, filename: string, lineno: number): void {
  const mark = rt.mark();
  const text = rt.own(newStr(rt, message));
  issue(rt, { message: text, category, filename: rt.own(newStr(rt, filename)), lineno, module: 0, registry: 0, source: 0 });
  rt.release(mark);
}
