# from 3.13
import ast
t = ast.parse('x = [i * 2 for i in range(3) if i]\nprint(x)')
print(ast.dump(t))
print(ast.unparse(t)); print(ast.literal_eval("{'a': [1, 2.5, (None, True)], 'b': b'x'}"))
class V(ast.NodeVisitor):
    def visit_Name(self, n): print('name', n.id, type(n.ctx).__name__, n.lineno, n.col_offset)
V().visit(t)
class T(ast.NodeTransformer):
    def visit_Constant(self, n): return ast.copy_location(ast.Constant(n.value + 1), n)
t2 = ast.fix_missing_locations(T().visit(t)); exec(compile(t2, '<t>', 'exec'))
e = ast.Expression(ast.BinOp(ast.Constant(3), ast.Add(), ast.Constant(4)))
print(eval(compile(ast.fix_missing_locations(e), '', 'eval')))
print(ast.get_docstring(ast.parse('"""doc"""')), [type(n).__name__ for n in ast.walk(ast.parse('a+b'))])
try: ast.literal_eval('f()')
except ValueError as e: print(type(e).__name__)
try: ast.parse('x =')
except SyntaxError as e: print(e.msg, e.lineno)
f = ast.parse('def f(a, b=1, *c, d, e=2, **g) -> int: return a').body[0]
print(ast.unparse(f), ast.dump(f.args))
print(ast.get_source_segment('x = 1 + 2', ast.parse('x = 1 + 2').body[0].value))
