import type { Constant, Expr } from '../syntax/ast.ts';

/**
 * Number literals that CPython's parser of 3.9 to 3.11 reads once more, because it tries whether an expression is the target of an assignment
 * before it reads it as a value: at the start of a statement and behind each `=`. Each reading leaves its int in the arena, which shows where the
 * int is a shared small one. One entry a reading. CPython: Parser/parser.c star_targets_rule, t_primary_rule
 */
export function numbersTriedAsTarget(value: Expr): Constant[] {
  const found: Constant[] = [];
  tryTarget(value, found);
  return found;
}

/** Tries one target; true when the expression is one, so that the next of a list is tried too. */
function tryTarget(e: Expr, found: Constant[]): boolean {
  switch (e.kind) {
    case 'Name':
      return true;
    case 'Starred':
      return tryTarget(e.value, found);
    case 'Tuple':
    case 'List':
      return e.elts.every((item) => tryTarget(item, found));
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      if (e.kind !== 'SetComp') tryTarget(e.elt, found);
      return false;
    case 'Constant':
      found.push(e);
      return false;
    case 'Attribute':
    case 'Subscript':
    case 'Call': {
      const owner = e.kind === 'Call' ? e.func : e.value;
      // what goes on behind a primary is looked at twice
      if (owner.kind === 'Constant') found.push(owner);
      tryTarget(owner, found);
      return e.kind !== 'Call';
    }
    case 'BinOp':
    case 'Compare':
      tryTarget(e.left, found);
      return false;
    case 'BoolOp':
      tryTarget(e.values[0]!, found);
      return false;
    case 'IfExp':
      tryTarget(e.body, found);
      return false;
    default:
      return false;
  }
}
