import { Ob } from '../../../memory/layout.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { tuple2 } from '../../containers/tuple-object.ts';
import { call1 } from '../../core/abstract/call.ts';
import { catching } from '../../core/errors.ts';
import { Tp } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { S, T } from '../../core/static.ts';
import { newInt } from '../../numbers/int-object.ts';
import { Pat, Tem } from './layout.ts';
import { newMatch } from './match-object.ts';
import { searchPattern } from './search.ts';
import { openSubject, sliceSubject, withState } from './subject.ts';
import { compileTemplate, expandTemplate, hasTemplates, joinPieces, replacementFilter } from './template-object.ts';

const enum Filter {
  literal,
  template,
  callable,
}

const BACKSLASH = 0x5c;

/** Text without a backslash? What is no text at all is not literal either. */
function isLiteral(rt: Runtime, op: number): boolean {
  const subject = catching(rt, T.TypeError, () => openSubject(rt, op), null);
  if (subject === null) return false;
  const { data, kind, length } = subject;
  const view = kind === 1 ? rt.U8 : kind === 2 ? rt.U16 : rt.U32;
  const base = data / kind;
  let literal = true;
  for (let i = 0; i < length && literal; i++) literal = view[base + i] !== BACKSLASH;
  subject.lease?.release();
  return literal;
}

/** Pattern.sub and subn: text, or (text, number of replacements) when `withCount`. New reference. CPython: pattern_subx */
export function substitute(rt: Runtime, pattern: number, replacement: number, string: number, count: number, withCount: boolean): Owned {
  const H = rt.H;
  const mark = rt.mark();
  let filter: number;
  let kind: Filter;
  if (H[H[replacement + Ob.type]! + Tp.call] !== 0) {
    filter = rt.own(rt.newRef(replacement));
    kind = Filter.callable;
  } else if (isLiteral(rt, replacement)) {
    filter = rt.own(rt.newRef(replacement));
    kind = Filter.literal;
  } else if (!hasTemplates(rt)) {
    filter = rt.own(replacementFilter(rt, pattern, replacement));
    kind = H[H[filter + Ob.type]! + Tp.call] !== 0 ? Filter.callable : Filter.literal;
  } else {
    filter = rt.own(compileTemplate(rt, pattern, replacement));
    kind = Filter.template;
    if (H[filter + Ob.size] === 0) {
      filter = rt.own(rt.newRef(H[filter + Tem.literal]!));
      kind = Filter.literal;
    }
  }
  return withState(rt, pattern, string, 0, Number.POSITIVE_INFINITY, (st, subject) => {
    const list = rt.own(newList(rt, 0));
    const code = pattern + Pat.code;
    const end = st.end;
    let done = 0;
    let n = 0;
    while (count === 0 || n < count) {
      st.ptr = st.start;
      if (!searchPattern(st, code)) break;
      const inner = rt.mark();
      const from = st.start;
      const to = st.ptr;
      if (done < from) listAppend(rt, list, rt.own(sliceSubject(rt, subject, done, from)));
      if (kind === Filter.literal) listAppend(rt, list, filter);
      else {
        const match = rt.own(newMatch(rt, pattern, st, string, 0, end));
        const item = rt.own(kind === Filter.template ? expandTemplate(rt, filter, match) : call1(rt, filter, match));
        if (item !== S.None) listAppend(rt, list, item);
      }
      rt.release(inner);
      done = to;
      n++;
      st.mustAdvance = to === from;
      st.start = to;
    }
    if (done < end) {
      const inner = rt.mark();
      listAppend(rt, list, rt.own(sliceSubject(rt, subject, done, end)));
      rt.release(inner);
    }
    const joiner = rt.own(sliceSubject(rt, subject, 0, 0));
    const item = joinPieces(rt, joiner, list);
    if (!withCount) return rt.leave(mark, item);
    rt.own(item);
    return rt.leave(mark, tuple2(rt, item, rt.own(newInt(rt, n))));
  });
}
