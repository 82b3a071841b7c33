# from 3.13
import ast
from ast import *
L=Load(); S=Store(); D=Del()
def n(id, c=None): return Name(id, c or Load())
def st(s):
    m = Module([s] if not isinstance(s, list) else s, [])
    return m
def k(v): return Constant(v)
P = [Pass()]
cases = {
 'fd': FunctionDef('f', arguments([], [], None, [], [], None, []), [], [], None),
 'cd': ClassDef('x', [], [], [], []),
 'del0': Delete([]), 'del1': Delete([n('x')]), 'del2': Delete([None]),
 'as0': Assign([], n('x')), 'as1': Assign([n('x')], n('y')), 'as2': Assign([n('x', S)], n('y', S)), 'asN': Assign([None], n('x')),
 'asC': Assign([k(3)], n('y')), 'asCall': Assign([Call(n('f'), [], [])], n('y')),
 'aug': AugAssign(n('x'), Add(), n('y')), 'ann': AnnAssign(Attribute(n('x'), 'y', S), n('i'), None, 1), 'ann2': AnnAssign(Tuple([], S), n('i'), None, 0),
 'for0': For(n('x', S), n('y'), [], []), 'for1': For(n('x'), n('y'), P, []), 'forE': For(n('x', S), n('y', S), P, []),
 'while': While(k(3), [], []), 'while2': While(n('x', S), P, []), 'if': If(n('x'), [], []), 'if2': If(n('x'), [Expr(n('x', S))], []),
 'with0': With([], P), 'with1': With([withitem(k(3))], []), 'with2': With([withitem(n('x'), n('y'))], P),
 'raise': Raise(None, n('x')), 'raise2': Raise(n('x', S), None),
 'try0': Try([], [], [], []), 'try1': Try(P, [], [], []), 'try2': Try(P, [], P, P), 'try3': Try(P, [ExceptHandler(n('x', S), 'y', P)], [], []),
 'try4': Try(P, [ExceptHandler(None, 'x', [])], [], []), 'tryS': TryStar(P, [], [], []),
 'assert': Assert(n('x', S), None), 'imp': Import([]), 'impf': ImportFrom(None, [], 0), 'impf2': ImportFrom('a', [alias('x', None)], -42),
 'glob': Global([]), 'nonl': Nonlocal([]), 'expr': Expr(n('x', S)),
 'bool': Expr(BoolOp(And(), [])), 'bool1': Expr(BoolOp(And(), [k(3)])), 'boolN': Expr(BoolOp(And(), [k(4), None])),
 'un': Expr(UnaryOp(Not(), n('x', S))), 'lam': Expr(Lambda(arguments([], [], None, [], [], None, []), n('x', S))),
 'ifexp': Expr(IfExp(n('x'), n('x'), n('x', S))), 'dict': Expr(Dict([], [n('x')])), 'dictN': Expr(Dict([n('x')], [None])), 'set': Expr(Set([None])),
 'lc': Expr(ListComp(n('x'), [])), 'lc2': Expr(ListComp(n('x'), [comprehension(n('y'), n('z'), [], 0)])), 'lc3': Expr(ListComp(n('x'), [comprehension(n('y', S), n('z'), [None], 0)])),
 'dc': Expr(DictComp(n('x'), n('y'), [])), 'yf': Expr(YieldFrom(n('x', S))), 'cmp': Expr(Compare(n('x'), [In()], [])), 'cmp2': Expr(Compare(n('x'), [In()], [n('y'), n('z')])),
 'call': Expr(Call(n('x', S), [], [])), 'call2': Expr(Call(n('x'), [None], [])), 'attr': Expr(Attribute(n('x', S), 'y', L)), 'star': Expr(Starred(n('x', S), L)),
 'sub': Expr(Subscript(n('x', S), n('i'), L)), 'sub2': Expr(Subscript(n('x'), Slice(n('x', S)), L)), 'list': Expr(List([None], L)), 'list2': Expr(List([n('x', S)], L)),
 'nameT': Expr(n('True')), 'nameN': Assign([n('None', S)], k(1)), 'defs': FunctionDef('f', arguments([], [arg('a')], None, [], [], None, [k(1), k(2)]), P, [], None),
 'kwd': FunctionDef('f', arguments([], [], None, [arg('a')], [k(1), k(2)], None, []), P, [], None),
 'stN': If(n('x'), [None], []),
 'mv': Match(n('x'), [match_case(MatchValue(n('y')), None, P)]), 'mv2': Match(n('x'), [match_case(MatchValue(k(...)), None, P)]), 'mv3': Match(n('x'), [match_case(MatchValue(k(None)), None, P)]),
 'ms': Match(n('x'), [match_case(MatchSingleton(5), None, P)]), 'mm': Match(n('x'), [match_case(MatchMapping([], [MatchAs(None, 'x')], None), None, P)]), 'mm2': Match(n('x'), [match_case(MatchMapping([], [], '_'), None, P)]),
 'mc': Match(n('x'), [match_case(MatchClass(k(3), [], [], []), None, P)]), 'mc2': Match(n('x'), [match_case(MatchClass(n('C'), [], ['a'], []), None, P)]),
 'mst': Match(n('x'), [match_case(MatchStar('a'), None, P)]), 'mas': Match(n('x'), [match_case(MatchAs(MatchAs(None, 'x'), None), None, P)]), 'mas2': Match(n('x'), [match_case(MatchAs(None, '_'), None, P)]),
 'mor': Match(n('x'), [match_case(MatchOr([]), None, P)]), 'mor1': Match(n('x'), [match_case(MatchOr([MatchAs(None, 'x')]), None, P)]), 'm0': Match(n('x'), []), 'mb': Match(n('x'), [match_case(MatchAs(None, 'y'), None, [])]),
 'mN': Match(n('x'), [match_case(None, None, P)]),
 'msq': Match(n('x'), [match_case(MatchSequence([MatchStar('True')]), None, P)]),
 'ne': Expr(NamedExpr(Tuple([], S), k(1))), 'ne2': Expr(NamedExpr(n('x'), k(1))),
 'ta': TypeAlias(Tuple([], S), [], n('x')), 'tp': FunctionDef('f', arguments([], [], None, [], [], None, []), P, [], None, None, [TypeVar('None', None)]),
 'fv': Expr(JoinedStr([n('x')])), 'js2': Expr(FormattedValue(k(1), 5, None)), 'cst': Expr(k([1])), 'cst2': Expr(k((1, [2]))), 'cst4': Expr(k(object())),
 'ret': Return(n('x')), 'brk': Break(), 'str': 5, 'kwN': Expr(Call(n('f'), [], [None])), 'strname': Global(['True']), 'exprN': Expr(None), 'opN': Expr(BinOp(k(1), None, k(2))), 'wl': With([None], P),
 'funcname': FunctionDef('True', arguments([], [], None, [], [], None, []), P, [], None), 'argT': FunctionDef('f', arguments([], [arg('True')], None, [], [], None, []), P, [], None),
 'await': Expr(Await(n('x'))), 'slice': Expr(Slice(k(1), k(2), None)), 'starL': Expr(List([Starred(n('x'), L)], L)), 'attrname': Expr(Attribute(n('x'), 'None', L)), 'kwname': Expr(Call(n('f'), [], [keyword('True', k(1))])),
}
for name, s in cases.items():
    try: m = st(s); ast.fix_missing_locations(m)
    except Exception as e: print(name, 'fix', type(e).__name__, str(e).split(' at 0x')[0]); continue
    try: compile(m, '<t>', 'exec'); print(name, 'ok')
    except Exception as e: print(name, type(e).__name__, str(e).split(' at 0x')[0])
for pos in [(2,0,1,0),(1,5,1,2),(-1,0,1,0),(1,-2,1,3),(1,0,2,0),(2,10,3,1)]:
    m = ast.parse('a + b')
    nd = m.body[0].value
    nd.lineno, nd.col_offset, nd.end_lineno, nd.end_col_offset = pos
    try: compile(m, '<t>', 'exec'); print(pos, 'ok')
    except Exception as e: print(pos, type(e).__name__, e)
