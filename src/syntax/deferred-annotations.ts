/** Annotated variables of a module or class, whose annotations are computed when they are asked for (PEP 649). */
import type { AnnAssign, Stmt } from './ast.ts';

export interface DeferredAnnotation {
  readonly statement: AnnAssign;
  /** Whether it may be passed over: it stands in an `if`, a loop, a `with`, a `try` or a `match`. CPython: symtable.c ste_in_conditional_block */
  readonly conditional: boolean;
}

/** The annotations of plain names in a body, in source order; those of nested functions and classes are theirs. */
export function deferredAnnotations(body: readonly Stmt[]): DeferredAnnotation[] {
  const found: DeferredAnnotation[] = [];
  collect(body, false, found);
  return found;
}

function collect(body: readonly Stmt[], conditional: boolean, found: DeferredAnnotation[]): void {
  for (const s of body) {
    switch (s.kind) {
      case 'AnnAssign':
        if (s.simple !== 0) found.push({ statement: s, conditional });
        break;
      case 'If':
        collectBranches(s, found);
        break;
      case 'For':
      case 'AsyncFor':
      case 'While':
        collect(s.body, true, found);
        collect(s.orelse, true, found);
        break;
      case 'With':
      case 'AsyncWith':
        collect(s.body, true, found);
        break;
      case 'Match':
        for (const c of s.cases) collect(c.body, true, found);
        break;
      case 'Try':
      case 'TryStar':
        collect(s.body, true, found);
        for (const h of s.handlers) collect(h.body, true, found);
        collect(s.orelse, true, found);
        collect(s.finalbody, true, found);
        break;
      default:
        break;
    }
  }
}

/** A chain of elif is as long as the program likes: a loop. */
function collectBranches(s: Stmt & { kind: 'If' }, found: DeferredAnnotation[]): void {
  let node = s;
  for (;;) {
    collect(node.body, true, found);
    const only = node.orelse.length === 1 ? node.orelse[0] : null;
    if (only === null || only.kind !== 'If') break;
    node = only;
  }
  collect(node.orelse, true, found);
}
