import { Ob } from '../../memory/layout.ts';
import { sequenceTuple } from '../core/abstract/item.ts';
import { str } from '../core/abstract/object.ts';
import { typeError } from '../core/errors.ts';
import { TpFlag, Tuple } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { intToNumber } from '../numbers/int-object.ts';
import { newStr, strText } from '../text/str-object.ts';
import { exceptionInit, exceptionNew } from './base-exception.ts';
import { SyntaxErr } from './exception-object.ts';

/** SyntaxError(msg, (filename, lineno, offset, text[, end_lineno, end_offset])). CPython: SyntaxError_init, SyntaxError_str */
export const syntaxErrorType: TypeSpec = {
  name: 'SyntaxError',
  at: T.SyntaxError,
  base: T.Exception,
  basicsize: 128,
  flags: TpFlag.BASETYPE | TpFlag.BASE_EXC_SUBCLASS,
  contract: {
    gc: true,
    slots: [
      { at: SyntaxErr.msg, label: 'msg' },
      { at: SyntaxErr.filename, label: 'filename' },
      { at: SyntaxErr.lineno, label: 'lineno' },
      { at: SyntaxErr.offset, label: 'offset' },
      { at: SyntaxErr.endLineno, label: 'end_lineno' },
      { at: SyntaxErr.endOffset, label: 'end_offset' },
      { at: SyntaxErr.text, label: 'text' },
      { at: SyntaxErr.printFileAndLine, label: 'print_file_and_line' },
    ],
  },
  slots: {
    new: exceptionNew,
    init(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
      exceptionInit(rt, self, args, nargs, kwnames);
      if (nargs >= 1) rt.setSlot(self + SyntaxErr.msg, rt.newRef(rt.H[args]!));
      if (nargs !== 2) return;
      const mark = rt.mark();
      const info = rt.own(sequenceTuple(rt, rt.H[args + 2]!));
      const n = rt.H[info + Ob.size]!;
      if (n < 4) typeError(rt, `function takes at least 4 arguments (${n} given)`);
      if (n > 6) typeError(rt, `function takes at most 6 arguments (${n} given)`);
      const fields = [SyntaxErr.filename, SyntaxErr.lineno, SyntaxErr.offset, SyntaxErr.text, SyntaxErr.endLineno, SyntaxErr.endOffset];
      for (let i = 0; i < n; i++) rt.setSlot(self + fields[i]!, rt.newRef(rt.H[info + Tuple.items + 2 * i]!));
      if (n === 5) typeError(rt, 'end_offset must be provided when end_lineno is provided');
      rt.release(mark);
    },
    str(rt, self) {
      const mark = rt.mark();
      const msg = rt.H[self + SyntaxErr.msg]!;
      const text = strText(rt, rt.own(str(rt, msg === 0 ? S.None : msg)));
      const filename = rt.H[self + SyntaxErr.filename]!;
      const lineno = rt.H[self + SyntaxErr.lineno]!;
      const haveFile = filename !== 0 && rt.H[filename + Ob.type] === T.str;
      const haveLine = lineno !== 0 && rt.H[lineno + Ob.type] === T.int;
      if (!haveFile && !haveLine) return rt.leave(mark, rt.newRef(rt.H[mark]!));
      const file = haveFile ? strText(rt, filename).replace(/^.*\//s, '') : '';
      const line = haveLine ? intToNumber(rt, lineno) : 0;
      const where = haveFile && haveLine ? `${file}, line ${line}` : haveFile ? file : `line ${line}`;
      return rt.leave(mark, newStr(rt, `${text} (${where})`));
    },
  },
  members: [
    { name: 'msg', at: SyntaxErr.msg, kind: 'object' },
    { name: 'filename', at: SyntaxErr.filename, kind: 'object' },
    { name: 'lineno', at: SyntaxErr.lineno, kind: 'object' },
    { name: 'offset', at: SyntaxErr.offset, kind: 'object' },
    { name: 'text', at: SyntaxErr.text, kind: 'object' },
    { name: 'end_lineno', at: SyntaxErr.endLineno, kind: 'object' },
    { name: 'end_offset', at: SyntaxErr.endOffset, kind: 'object' },
    { name: 'print_file_and_line', at: SyntaxErr.printFileAndLine, kind: 'object' },
  ],
};
