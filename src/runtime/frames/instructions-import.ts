import { Op } from '../../bytecode/opcodes.ts';
import { Ob } from '../../memory/layout.ts';
import { dictGet, dictGetStr, dictGetText, dictSet } from '../containers/dict-object.ts';
import { call, call1, callMethodText } from '../core/abstract/call.ts';
import { setItem } from '../core/abstract/item.ts';
import { iter, next } from '../core/abstract/iteration.ts';
import { getAttr, lookupAttr, lookupAttrText } from '../core/abstract/object.ts';
import { raise, raiseObject, typeError, typeName } from '../core/errors.ts';
import { Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root, S, T } from '../core/static.ts';
import { ImportErr } from '../exceptions/exception-object.ts';
import { newStr } from '../text/str-object.ts';
import { intrinsic1, intrinsic2 } from '../types/typing/intrinsics.ts';
import { Fr } from './frame-layout.ts';
import type { InstructionGroup } from './instructions.ts';
import { dropDown, replaceTop, replaceTwo } from './value-stack.ts';

/** level, fromlist -> module. CPython: Python/ceval.c import_name */
function importName(rt: Runtime, frame: number, sp: number, name: number): number {
  const H = rt.H;
  const builtins = H[frame + Fr.builtins];
  const f = H[builtins + Ob.type] === T.dict ? dictGetStr(rt, builtins, rt.ident('__import__')) : 0;
  if (f === 0) raise(rt, T.ImportError, '__import__ not found');
  const mark = rt.mark();
  rt.own(rt.newRef(f));
  const args = rt.push(name);
  rt.push(H[frame + Fr.globals]);
  rt.push(H[frame + Fr.locals] === 0 ? S.None : H[frame + Fr.locals]);
  rt.push(H[sp - 2]);
  rt.push(H[sp - 4]);
  const module = call(rt, f, args, 5, 0);
  rt.own(module);
  sp = dropDown(rt, frame, sp, sp - 4);
  H[sp] = rt.newRef(module);
  H[frame + Fr.sp] = sp + 2;
  rt.release(mark);
  return sp + 2;
}

/** module -> module, value. CPython: Python/ceval.c import_from */
function importFrom(rt: Runtime, _frame: number, sp: number, name: number): number {
  const H = rt.H;
  const module = H[sp - 2];
  const found = lookupAttr(rt, module, name);
  if (found !== 0) {
    H[sp] = found;
    return sp + 2;
  }
  const mark = rt.mark();
  const pkgname = rt.own(lookupAttrText(rt, module, '__name__'));
  const isStr = pkgname !== 0 && (H[H[pkgname + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) !== 0;
  if (isStr) {
    const full = rt.own(newStr(rt, `${rt.hooks.strText(rt, pkgname)}.${rt.hooks.strText(rt, name)}`));
    const modules = H[Root.sysModules];
    const v = modules === 0 ? 0 : dictGet(rt, modules, full);
    if (v !== 0) {
      H[sp] = rt.newRef(v);
      rt.release(mark);
      return sp + 2;
    }
  }
  const shown = isStr ? rt.hooks.strText(rt, pkgname) : '<unknown module name>';
  const file = rt.own(lookupAttrText(rt, module, '__file__'));
  const fileIsStr = file !== 0 && H[file + Ob.type] === T.str;
  const text = rt.hooks.strText(rt, name);
  let message = `cannot import name '${text}' from '${shown}' (${fileIsStr ? rt.hooks.strText(rt, file) : 'unknown location'})`;
  if (fileIsStr && isInitializing(rt, module)) {
    message = `cannot import name '${text}' from partially initialized module '${shown}' (most likely due to a circular import) (${rt.hooks.strText(rt, file)})`;
  }
  const exc = rt.hooks.makeException(rt, T.ImportError, message);
  if (isStr) rt.setSlot(exc + ImportErr.name, rt.newRef(pkgname));
  if (fileIsStr) rt.setSlot(exc + ImportErr.path, rt.newRef(file));
  if (rt.model.natives.importNameFrom) rt.setSlot(exc + ImportErr.nameFrom, rt.newRef(name));
  return raiseObject(rt, exc as Owned);
}

function isInitializing(rt: Runtime, module: number): boolean {
  const mark = rt.mark();
  const spec = rt.own(lookupAttrText(rt, module, '__spec__'));
  const flag = spec === 0 ? 0 : rt.own(lookupAttrText(rt, spec, '_initializing'));
  const yes = flag === S.True;
  rt.release(mark);
  return yes;
}

/** module ->. CPython: Python/ceval.c import_all_from */
function importStar(rt: Runtime, frame: number, sp: number): number {
  const H = rt.H;
  const module = H[sp - 2];
  const locals = H[frame + Fr.locals];
  const mark = rt.mark();
  let names = rt.own(lookupAttrText(rt, module, '__all__'));
  const skipPrivate = names === 0;
  if (skipPrivate) {
    const dict = rt.own(lookupAttrText(rt, module, '__dict__'));
    if (dict === 0) raise(rt, T.ImportError, 'from-import-* object has no __dict__ and no __all__');
    // a list: the namespace may change meanwhile
    names = rt.own(callSpecialList(rt, dict));
  }
  const it = rt.own(iter(rt, names));
  for (;;) {
    const inner = rt.mark();
    const name = rt.own(next(rt, it));
    if (name === 0) break;
    if ((H[H[name + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) === 0) {
      const moduleName = rt.own(lookupAttrText(rt, module, '__name__'));
      const shown =
        moduleName === 0 || (H[H[moduleName + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) === 0 ? '?' : rt.hooks.strText(rt, moduleName);
      typeError(rt, `${skipPrivate ? 'Key' : 'Item'} in ${shown}.${skipPrivate ? '__dict__' : '__all__'} must be str, not ${typeName(rt, name)}`);
    }
    if (!skipPrivate || !rt.hooks.strText(rt, name).startsWith('_')) {
      const value = rt.own(getAttr(rt, module, name));
      if (H[locals + Ob.type] === T.dict) dictSet(rt, locals, name, value);
      else setItem(rt, locals, name, value);
    }
    rt.release(inner);
  }
  rt.release(mark);
  return dropDown(rt, frame, sp, sp - 2);
}

function callSpecialList(rt: Runtime, mapping: number): Owned {
  const mark = rt.mark();
  const keys = rt.own(callMethodText(rt, mapping, 'keys'));
  const list = call1(rt, T.list, keys);
  return rt.leave(mark, list);
}

/** value ->. CPython: PRINT_EXPR */
function printExpr(rt: Runtime, frame: number, sp: number): number {
  const hook = dictGetText(rt, rt.H[Root.sysDict], 'displayhook');
  if (hook === 0) raise(rt, T.RuntimeError, 'lost sys.displayhook');
  rt.decref(call1(rt, hook, rt.H[sp - 2]));
  return dropDown(rt, frame, sp, sp - 2);
}

/** value -> result, see Intrinsic1. */
function callIntrinsic1(rt: Runtime, frame: number, sp: number, which: number): number {
  return replaceTop(rt, frame, sp, intrinsic1(rt, which, rt.H[sp - 2]));
}

/** a, b -> result, see Intrinsic2. */
function callIntrinsic2(rt: Runtime, frame: number, sp: number, which: number): number {
  return replaceTwo(rt, frame, sp, intrinsic2(rt, which, rt.H[sp - 4], rt.H[sp - 2]));
}

export const importInstructions: InstructionGroup = [
  [Op.IMPORT_NAME, importName],
  [Op.IMPORT_FROM, importFrom],
  [Op.IMPORT_STAR, importStar],
  [Op.PRINT_EXPR, printExpr],
  [Op.CALL_INTRINSIC_1, callIntrinsic1],
  [Op.CALL_INTRINSIC_2, callIntrinsic2],
];
