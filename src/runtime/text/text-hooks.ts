import type { BufferProvider } from '../core/buffer.ts';
import type { Runtime } from '../core/runtime.ts';
import { emptyBytes } from './bytes-object.ts';
import { internName, internStr } from './interning.ts';
import { viewThrough } from './memoryview-object.ts';
import { emptyStr, newStr, strText } from './str-object.ts';

/** Gives the general layers what they need of text and makes the empty singletons. To be called before the first type is made ready. */
export function installText(rt: Runtime): void {
  rt.hooks.newMemoryview = (r, op, flags, provider) => viewThrough(r, op, flags, provider as BufferProvider);
  rt.hooks.newStr = newStr;
  rt.hooks.internStr = internStr;
  rt.hooks.internName = internName;
  rt.hooks.strText = strText;
  rt.decref(emptyStr(rt));
  rt.decref(emptyBytes(rt));
}
