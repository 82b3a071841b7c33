# A bank, an event queue, a text adventure state machine: ordinary object-oriented code.
import heapq, random
from collections import Counter, defaultdict
class InsufficientFunds(Exception):
    def __init__(self, need, have): super().__init__(f'need {need}, have {have}'); self.shortfall = need - have
class Account:
    _next = 100
    def __init__(self, owner, balance=0): self.owner, self.balance, self.history = owner, balance, []; self.id = Account._next; Account._next += 1
    def deposit(self, n):
        if n <= 0: raise ValueError('deposit must be positive')
        self.balance += n; self.history.append(('deposit', n)); return self
    def withdraw(self, n):
        if n > self.balance: raise InsufficientFunds(n, self.balance)
        self.balance -= n; self.history.append(('withdraw', n)); return self
    def __repr__(self): return f'{type(self).__name__}({self.owner!r}, {self.balance})'
class Savings(Account):
    rate = 0.05
    def interest(self): return self.deposit(round(self.balance * self.rate, 2))
class Bank:
    def __init__(self): self.accounts = {}
    def open(self, kind, *a): acc = kind(*a); self.accounts[acc.id] = acc; return acc
    def transfer(self, a, b, n):
        saved = a.balance, b.balance
        try: a.withdraw(n); b.deposit(n)
        except Exception: a.balance, b.balance = saved; raise
    def __iter__(self): return iter(sorted(self.accounts.values(), key=lambda a: -a.balance))
bank = Bank(); a = bank.open(Account, 'ann', 100); b = bank.open(Savings, 'bob', 50)
bank.transfer(a, b, 30); b.interest(); print(list(bank), a.history, a.id, b.id)
for n in (1000, -5):
    try: bank.transfer(a, b, n)
    except InsufficientFunds as e: print('short by', e.shortfall, e)
    except ValueError as e: print(e)
print(a, b)
class Sim:
    def __init__(self, seed): self.now, self.queue, self.log, self.n, self.rng = 0, [], [], 0, random.Random(seed)
    def at(self, delay, action, *args): self.n += 1; heapq.heappush(self.queue, (self.now + delay, self.n, action, args))
    def run(self, until):
        while self.queue and self.queue[0][0] <= until: self.now, _, action, args = heapq.heappop(self.queue); action(*args)
class Shop(Sim):
    def __init__(self, seed, clerks): super().__init__(seed); self.free, self.waiting, self.served, self.waits = clerks, [], 0, []
    def arrive(self):
        self.waiting.append(self.now); self.start(); self.at(self.rng.randint(1, 4), self.arrive)
    def start(self):
        while self.free and self.waiting: self.free -= 1; self.waits.append(self.now - self.waiting.pop(0)); self.at(self.rng.randint(2, 6), self.done)
    def done(self): self.free += 1; self.served += 1; self.start()
for clerks in (1, 2):
    s = Shop(1, clerks); s.at(0, s.arrive); s.run(200); print(clerks, s.served, max(s.waits), round(sum(s.waits) / len(s.waits), 3), len(s.waiting))
class Machine:
    table = defaultdict(lambda: ('stuck', '?'), {('start', 'open'): ('hall', 'you enter'), ('hall', 'up'): ('attic', 'dusty'), ('hall', 'out'): ('start', 'fresh air'), ('attic', 'jump'): ('end', 'ouch')})
    def __init__(self): self.state = 'start'
    def __call__(self, word): self.state, text = self.table[self.state, word]; return text
    @property
    def finished(self): return self.state in ('end', 'stuck')
for script in ('open up jump', 'open out open dance up'):
    m = Machine(); out = []
    for w in script.split():
        out.append(m(w))
        if m.finished: break
    print(out, m.state)
text = 'it was the best of times it was the worst of times'; bigrams = defaultdict(Counter)
for x, y in zip(text.split(), text.split()[1:]): bigrams[x][y] += 1
print({k: dict(v) for k, v in bigrams.items()}); rng = random.Random(3); w = 'it'; chain = [w]
for _ in range(8):
    if not bigrams[w]: break
    w = rng.choice(sorted(bigrams[w])); chain.append(w)
print(' '.join(chain))
