# from 3.13
# Trees folded as the compiler folds them: ast.parse(optimize=).
import ast
print(getattr(ast,'PyCF_OPTIMIZED_AST',None))
for s in ('1+2','"a"*3','-(1)','__debug__','(1,2,3)','x in [1,2]','if __debug__: y\nassert z','"%s" % a','not 1','a[1:2]','-1+2j','"a" "b"','f(1*60*60)','1 if True else 2','for x in [1,2]: pass','[1,2][0]','def f():\n  "doc"\n  return 1<<4'):
    for o in (-1,0,1,2):
        try: print(o, ast.dump(ast.parse(s,optimize=o)))
        except Exception as e: print(type(e),e)
tree = ast.parse("1 + 2")
print(ast.dump(compile(tree, "f", "exec", ast.PyCF_OPTIMIZED_AST)), compile(tree, "f", "exec", ast.PyCF_ONLY_AST) is tree)
