import { dictGetText } from '../containers/dict-object.ts';
import { call1 } from '../core/abstract/call.ts';
import { lookupAttrText } from '../core/abstract/object.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root } from '../core/static.ts';
import { Gen } from './frame-layout.ts';

/** RuntimeWarning "coroutine 'f' was never awaited", through warnings._warn_unawaited_coroutine. CPython: Python/_warnings.c _PyErr_WarnUnawaitedCoroutine */
export function warnUnawaited(rt: Runtime, coroutine: number): void {
  const H = rt.H;
  const mark = rt.mark();
  const modules = H[Root.sysModules];
  const warnings = modules === 0 ? 0 : dictGetText(rt, modules, 'warnings');
  if (warnings !== 0) {
    const warn = rt.own(lookupAttrText(rt, warnings, '_warn_unawaited_coroutine'));
    if (warn !== 0) {
      rt.own(call1(rt, warn, coroutine));
      rt.release(mark);
      return;
    }
  }
  const name = rt.hooks.strText(rt, H[coroutine + Gen.qualname]);
  rt.host.write(2, new TextEncoder().encode(`RuntimeWarning: coroutine '${name}' was never awaited\n`));
  rt.release(mark);
}
