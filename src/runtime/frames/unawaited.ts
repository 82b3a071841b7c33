import { dictGetText } from '../containers/dict-object.ts';
import { call1 } from '../core/abstract/call.ts';
import { lookupAttrText } from '../core/abstract/object.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root, T } from '../core/static.ts';
import { newStr } from '../text/str-object.ts';
import { Gen } from './frame-layout.ts';

/** RuntimeWarning "coroutine 'f' was never awaited", through warnings._warn_unawaited_coroutine. CPython: Python/_warnings.c _PyErr_WarnUnawaitedCoroutine */
export function warnUnawaited(rt: Runtime, coroutine: number): void {
  const H = rt.H;
  const mark = rt.mark();
  const ending = rt.stateOf('finalizing', () => ({ now: false })).now;
  const modules = H[Root.sysModules];
  const known = modules === 0 ? 0 : dictGetText(rt, modules, 'warnings');
  const warnings = known !== 0 || ending || H[Root.importlib] === 0 ? known : rt.own(rt.hooks.importModule(rt, rt.own(newStr(rt, 'warnings'))));
  if (warnings !== 0) {
    const warn = rt.own(lookupAttrText(rt, warnings, '_warn_unawaited_coroutine'));
    if (warn !== 0) {
      rt.own(call1(rt, warn, coroutine));
      rt.release(mark);
      return;
    }
  }
  const name = rt.hooks.strText(rt, H[coroutine + Gen.qualname]);
  rt.hooks.issueWarning(rt, T.RuntimeWarning, `coroutine '${name}' was never awaited`, 1);
  rt.release(mark);
}
