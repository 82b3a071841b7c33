/** Warnings about `return`, `break` and `continue` that leave a `finally` block (PEP 765). CPython (3.14): Python/ast_preprocess.c control_flow_in_finally_warning */
import type { Stmt } from '../syntax/ast.ts';

/** Told of a statement that leaves a `finally` block. */
export type FinallyWarning = (message: string, at: Stmt) => void;

/** What encloses a statement within its function. */
interface Place {
  readonly inFinally: boolean;
  /** In a loop that stands in the `finally` block, so that break and continue stay in it. */
  readonly inLoop: boolean;
}

const OUTSIDE: Place = { inFinally: false, inLoop: false };

/** Walks over all statements of a tree, in source order. */
export function warnOfFinally(body: readonly Stmt[], warn: FinallyWarning): void {
  visitAll(body, OUTSIDE, warn);
}

function visitAll(body: readonly Stmt[], place: Place, warn: FinallyWarning): void {
  for (const s of body) visit(s, place, warn);
}

function visit(s: Stmt, place: Place, warn: FinallyWarning): void {
  switch (s.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
      visitAll(s.body, OUTSIDE, warn);
      return;
    case 'Return':
      if (place.inFinally) warn("'return' in a 'finally' block", s);
      return;
    case 'Break':
    case 'Continue':
      if (place.inFinally && !place.inLoop) warn(`'${s.kind === 'Break' ? 'break' : 'continue'}' in a 'finally' block`, s);
      return;
    case 'For':
    case 'AsyncFor':
    case 'While':
      visitAll(s.body, { ...place, inLoop: true }, warn);
      visitAll(s.orelse, place, warn);
      return;
    case 'If':
      visitBranches(s, place, warn);
      return;
    case 'With':
    case 'AsyncWith':
      visitAll(s.body, place, warn);
      return;
    case 'Match':
      for (const c of s.cases) visitAll(c.body, place, warn);
      return;
    case 'Try':
    case 'TryStar':
      visitAll(s.body, place, warn);
      for (const h of s.handlers) visitAll(h.body, place, warn);
      visitAll(s.orelse, place, warn);
      visitAll(s.finalbody, { inFinally: true, inLoop: false }, warn);
      return;
  }
}

/** A chain of elif is as long as the program likes: a loop. */
function visitBranches(s: Stmt & { kind: 'If' }, place: Place, warn: FinallyWarning): void {
  let node = s;
  for (;;) {
    visitAll(node.body, place, warn);
    const only = node.orelse.length === 1 ? node.orelse[0] : null;
    if (only === null || only.kind !== 'If') break;
    node = only;
  }
  visitAll(node.orelse, place, warn);
}
