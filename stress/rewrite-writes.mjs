// Rewrites a bundle so that every write to an element (`a[i] = x`, `a[i] += x`, `a[i]++`) goes through the functions of write-log.ts.
import { parseSync } from '@swc/core';

/** These write to their own tables at every write or step, never to a heap: left as they are. */
const LEFT_ALONE = new Set([
  'loggedPut',
  'loggedIndex',
  'markGranule',
  'markBytes',
  'markIn',
  'WriteLog',
  'RunningAudit',
  'ShadowCopy',
  'ObjectWalk',
]);

/** The rewritten text; throws for a write that it does not know how to log. */
export function rewriteWrites(source) {
  // the parser counts bytes from where it began: the first statement says where that is
  const text = Buffer.from(`0;${source}`);
  const module = parseSync(text.toString(), { syntax: 'ecmascript', target: 'es2022' });
  const base = module.body[0].span.start;
  const inserts = [];
  const insert = (at, what, order) => inserts.push({ at: at - base, what, order });
  const textOf = ({ span }) => text.toString('utf8', span.start - base, span.end - base);
  const isElement = (node) => node.type === 'MemberExpression' && node.property.type === 'Computed';

  /** `object[index]` that will be changed: the index is told beforehand. */
  function logIndex({ object, property }) {
    const index = property.expression;
    if (!isSimple(object)) throw new Error(`cannot log a change of ${textOf(object)}[…]: name the array first`);
    insert(index.span.start, `loggedIndex(${textOf(object)}, `, 0);
    insert(index.span.end, ')', 1);
  }

  function assignment(node) {
    const left = node.left.type === 'ParenthesisExpression' ? node.left.expression : node.left;
    if (left.type === 'ArrayPattern' || left.type === 'ObjectPattern') return patternTargets(left).forEach(logIndex);
    if (!isElement(left)) return;
    if (node.operator === '=') {
      // what the value's computation does, another step perhaps, comes before the write
      const { object, property } = left;
      if (property.expression.type === 'SequenceExpression') throw new Error(`cannot log ${textOf(node)}`);
      insert(node.span.start, 'loggedPut(', 0);
      // [ becomes a comma, ] and = become one
      replace(object.span.end, property.expression.span.start, ', ');
      replace(property.expression.span.end, node.right.span.start, ', ');
      insert(node.span.end, ')', 1);
      return;
    }
    // the old value is read before the call, and the call may run Python: the log would come too early
    if (contains(node.right, 'CallExpression', 'YieldExpression', 'AwaitExpression')) throw new Error(`cannot log ${textOf(node)}: call first`);
    logIndex(left);
  }

  const replaced = [];
  const replace = (from, end, what) => replaced.push({ from: from - base, end: end - base, what });

  function patternTargets(node) {
    if (isElement(node)) return [node];
    if (node.type === 'ArrayPattern') return node.elements.filter(Boolean).flatMap(patternTargets);
    if (node.type === 'ObjectPattern') return node.properties.flatMap((p) => (p.value ? patternTargets(p.value) : []));
    if (node.type === 'AssignmentPattern') return patternTargets(node.left);
    if (node.type === 'RestElement') return patternTargets(node.argument);
    return [];
  }

  const stack = [...module.body];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') if (LEFT_ALONE.has(node.identifier.value)) continue;
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && LEFT_ALONE.has(node.id.value)) continue;
    if (node.type === 'AssignmentExpression') assignment(node);
    else if (node.type === 'UpdateExpression' && isElement(node.argument)) logIndex(node.argument);
    else if ((node.type === 'ForOfStatement' || node.type === 'ForInStatement') && isElement(node.left))
      throw new Error(`cannot log ${textOf(node.left)}`);
    for (const child of Object.values(node)) {
      if (Array.isArray(child)) for (const each of child) stack.push(...childNodes(each));
      else stack.push(...childNodes(child));
    }
  }
  return splice(text, inserts, replaced);
}

/** The nodes in a value of the tree: some are wrapped in records without a type. */
function childNodes(value) {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap(childNodes);
  if (typeof value.type === 'string') return [value];
  return Object.values(value).flatMap(childNodes);
}

function contains(node, ...types) {
  if (types.includes(node.type)) return true;
  return Object.values(node)
    .flatMap(childNodes)
    .some((child) => contains(child, ...types));
}

/** Whether an expression may be evaluated twice. */
function isSimple(node) {
  if (node.type === 'Identifier' || node.type === 'ThisExpression') return true;
  return node.type === 'MemberExpression' && node.property.type !== 'Computed' && isSimple(node.object);
}

/** Insertions at one place: what closes (order 1) comes before what opens, outer openings before inner ones, inner closings before outer ones. */
function splice(text, inserts, replaced) {
  const edits = [
    ...inserts.map((edit, i) => ({ from: edit.at, end: edit.at, what: edit.what, order: edit.order, i })),
    ...replaced.map((edit, i) => ({ ...edit, order: 2, i })),
  ];
  edits.sort((a, b) => a.from - b.from || closing(a) - closing(b) || (closing(a) === 0 ? b.i - a.i : a.i - b.i));
  const parts = [];
  let at = 0;
  for (const { from, end, what } of edits) {
    if (from < at) throw new Error(`edits overlap at ${text.toString('utf8', from - 40, from + 40)}`);
    parts.push(text.subarray(at, from), Buffer.from(what));
    at = end;
  }
  parts.push(text.subarray(at));
  return Buffer.concat(parts).toString();
}

function closing({ order }) {
  return order === 1 ? 0 : order === 2 ? 1 : 2;
}
