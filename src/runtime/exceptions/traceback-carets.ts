import { POSITION_STRIDE } from '../../bytecode/code.ts';
import { parse } from '../../syntax/parse.ts';
import { PythonSyntaxError } from '../../syntax/syntax-error.ts';
import { Tb } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { Fr } from '../frames/frame-layout.ts';
import { codeData } from '../frames/loaded-code.ts';

/** The operator of a binary operation or the brackets of a subscript: [from, to) in characters of the line. */
type Anchors = readonly [from: number, to: number];

const SPACE = /\s/;

/** Characters in the first `bytes` bytes of a text's UTF-8. */
function characters(text: string, bytes: number): number {
  return [...new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, bytes))].length;
}

/** Where in an expression's text the part stands that the error is about, if the expression is one that has such a part. CPython: extract_anchors_from_expr */
function anchorsOf(segment: string): Anchors | null {
  const bytes = [...new TextEncoder().encode(segment)].map((byte) => String.fromCharCode(byte));
  let tree: ReturnType<typeof parse>;
  try {
    tree = parse(segment, { filename: '<traceback>', mode: 'exec' });
  } catch (thrown) {
    if (thrown instanceof PythonSyntaxError) return null;
    throw thrown;
  }
  const statement = tree.kind === 'Module' && tree.body.length === 1 ? tree.body[0]! : null;
  if (statement === null || statement.kind !== 'Expr') return null;
  const expression = statement.value;
  if (expression.kind === 'Subscript')
    return [characters(segment, expression.value.end_col_offset), characters(segment, expression.slice.end_col_offset + 1)];
  if (expression.kind !== 'BinOp') return null;
  const end = expression.right.col_offset;
  for (let i = expression.left.end_col_offset; i < end; i++) {
    if (SPACE.test(bytes[i]!)) continue;
    const two = i + 1 < end && !SPACE.test(bytes[i + 1]!);
    if (bytes[i] === ')' && i + 1 < end) continue;
    return [characters(segment, i), characters(segment, two ? i + 2 : i + 1)];
  }
  return null;
}

/**
 * The line of carets under a line of a traceback (3.11, 3.12), without indentation; null where none is shown: no columns are known, or the whole
 * line would be marked. CPython: Python/traceback.c tb_displayline
 */
export function caretLine(rt: Runtime, traceback: number, line: string): string | null {
  const H = rt.H;
  const { positions } = codeData(rt, H[H[traceback + Tb.frame]! + Fr.code]!);
  const at = H[traceback + Tb.lasti]! * POSITION_STRIDE;
  if (H[traceback + Tb.lasti]! < 0 || at + POSITION_STRIDE > positions.length) return null;
  const [startLine, endLine, startColumn, endColumn] = [positions[at]!, positions[at + 1]!, positions[at + 2]!, positions[at + 3]!];
  if (startLine < 0 || endLine < 0 || startColumn < 0 || endColumn < 0) return null;
  const all = [...line];
  const indent = all.length - [...line.replace(/^[ \t\f]+/, '')].length;
  const start = characters(line, startColumn);
  let end = characters(line, endColumn);
  let anchors: Anchors | null = null;
  if (startLine === endLine) anchors = anchorsOf(all.slice(start, end).join(''));
  else end = [...line.trimEnd()].length;
  if (end - start === all.length - indent && anchors === null) return null;
  let out = '';
  for (let i = indent; i < end; i++) {
    if (i < start) out += ' ';
    else out += anchors !== null && (i < start + anchors[0] || i >= start + anchors[1]) ? '~' : '^';
  }
  return out;
}
