import { dictSet, dictSetDefault, newDict } from '../../containers/dict-object.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { newTuple } from '../../containers/tuple-object.ts';
import { Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { newInt } from '../../numbers/int-object.ts';
import { newStr } from '../../text/str-object.ts';
import type { ContentModel, XmlAttributes, XmlValue } from './xml-events.ts';

/** What handlers are called with, as Python objects. */

/** A name's str: the same object for the same name when there is a dict for them (`intern` not 0). New reference. CPython: Modules/pyexpat.c string_intern */
export function internedName(rt: Runtime, intern: number, text: string): Owned {
  const made = newStr(rt, text);
  if (intern === 0) return made;
  const mark = rt.mark();
  const known = dictSetDefault(rt, intern, rt.own(made), made);
  return rt.leave(mark, rt.newRef(known));
}

/** CPython: Modules/pyexpat.c my_StartElementHandler */
function attributes(rt: Runtime, intern: number, value: XmlAttributes, ordered: boolean, specifiedOnly: boolean): Owned {
  const { namesAndValues, specified } = value;
  const n = specifiedOnly ? specified : namesAndValues.length;
  const mark = rt.mark();
  const container = rt.own(ordered ? newList(rt, 0) : newDict(rt));
  for (let i = 0; i < n; i += 2) {
    const inner = rt.mark();
    const name = rt.own(internedName(rt, intern, namesAndValues[i]!));
    const text = rt.own(newStr(rt, namesAndValues[i + 1]!));
    if (ordered) {
      listAppend(rt, container, name);
      listAppend(rt, container, text);
    } else dictSet(rt, container, name, text);
    rt.release(inner);
  }
  return rt.leave(mark, rt.newRef(container));
}

function fillTuple(rt: Runtime, items: readonly (() => Owned)[]): Owned {
  const mark = rt.mark();
  const made = items.map((item) => rt.own(item()));
  const tuple = newTuple(rt, made.length);
  made.forEach((item, i) => {
    rt.H[tuple + Tuple.items + 2 * i] = rt.newRef(item);
  });
  return rt.leave(mark, tuple);
}

/** (type, quantifier, name, children). CPython: Modules/pyexpat.c conv_content_model */
function contentModel(rt: Runtime, intern: number, model: ContentModel): Owned {
  return fillTuple(rt, [
    () => newInt(rt, model.type),
    () => newInt(rt, model.quantifier),
    () => (model.name === null ? rt.none() : internedName(rt, intern, model.name)),
    () =>
      fillTuple(
        rt,
        model.children.map((child) => () => contentModel(rt, intern, child)),
      ),
  ]);
}

export interface ValueOptions {
  /** Address of the dict of names; 0: none. */
  readonly intern: number;
  readonly ordered: boolean;
  readonly specifiedOnly: boolean;
  /** Strings are names. */
  readonly names: boolean;
}

/** One argument of a handler; new reference. */
export function handlerValue(rt: Runtime, value: XmlValue, options: ValueOptions): Owned {
  if (value === null) return rt.none();
  if (typeof value === 'number') return newInt(rt, value);
  if (typeof value === 'string') return options.names ? internedName(rt, options.intern, value) : newStr(rt, value);
  if ('namesAndValues' in value) return attributes(rt, options.intern, value, options.ordered, options.specifiedOnly);
  return contentModel(rt, options.intern, value);
}
