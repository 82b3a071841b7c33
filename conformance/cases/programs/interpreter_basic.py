# A small language: tokenizer, parser, evaluator with closures.
import re, operator
TOKEN = re.compile(r"\s*(?:([()'])|([^\s()']+))")
class Symbol(str): pass
def tokenize(text):
    pos = 0
    while pos < len(text.rstrip()):
        m = TOKEN.match(text, pos); pos = m.end(); yield m.group(1) or m.group(2)
def parse(tokens):
    tok = next(tokens)
    if tok == "'": return [Symbol('quote'), parse(tokens)]
    if tok == '(':
        out = []
        while True:
            try: item = parse(tokens)
            except EOFError: return out
            out.append(item)
    if tok == ')': raise EOFError
    for kind in (int, float):
        try: return kind(tok)
        except ValueError: pass
    return Symbol(tok)
class Env(dict):
    def __init__(self, names=(), values=(), outer=None): super().__init__(zip(names, values)); self.outer = outer
    def find(self, name):
        if name in self: return self
        if self.outer is None: raise NameError(name)
        return self.outer.find(name)
class Lambda:
    def __init__(self, params, body, env): self.params, self.body, self.env = params, body, env
    def __call__(self, *args): return evaluate(self.body, Env(self.params, args, self.env))
GLOBAL = Env(); GLOBAL.update({'+': lambda *a: sum(a), '*': operator.mul, '-': operator.sub, '<': operator.lt, '=': operator.eq, 'list': lambda *a: list(a), 'car': lambda l: l[0], 'cdr': lambda l: l[1:], 'cons': lambda a, b: [a] + b, 'null?': lambda l: l == [], 'map': lambda f, l: [f(x) for x in l]})
def evaluate(x, env=GLOBAL):
    while True:
        if isinstance(x, Symbol): return env.find(x)[x]
        if not isinstance(x, list): return x
        op, *args = x
        if op == 'quote': return args[0]
        if op == 'if': x = args[1] if evaluate(args[0], env) else args[2]; continue
        if op == 'define': env[args[0]] = evaluate(args[1], env); return None
        if op == 'set!': env.find(args[0])[args[0]] = evaluate(args[1], env); return None
        if op == 'lambda': return Lambda(args[0], args[1], env)
        if op == 'begin':
            for a in args[:-1]: evaluate(a, env)
            x = args[-1]; continue
        f = evaluate(op, env); vals = [evaluate(a, env) for a in args]
        if isinstance(f, Lambda): x, env = f.body, Env(f.params, vals, f.env); continue
        return f(*vals)
def run(text): return evaluate(parse(tokenize(text)))
for line in ('(define square (lambda (x) (* x x)))', '(square 12)', '(define fact (lambda (n) (if (< n 2) 1 (* n (fact (- n 1))))))', '(fact 20)', "(map square '(1 2 3))", "(cons 1 (cdr '(5 6 7)))", '(define loop (lambda (n acc) (if (= n 0) acc (loop (- n 1) (+ acc n)))))', '(loop 2000 0)', '(define make-counter (lambda () (begin (define n 0) (lambda () (begin (set! n (+ n 1)) n)))))', '(define c (make-counter))', '(begin (c) (c) (c))', "(if (null? '()) 'yes 'no)", '(+ 1 2.5 3)', "'(a (b c) 1)"):
    print(line, '=>', run(line))
for bad in ('(undefined 1)', '(car 5)', '(square)', ')'):
    try: print(run(bad))
    except Exception as e: print(type(e).__name__, e)
