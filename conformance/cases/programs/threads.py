# Threads, locks, conditions, thread-local values.
import threading, queue, time
results = []
def work(n): results.append(n * n)
ts = [threading.Thread(target=work, args=(i,), name=f'w{i}') for i in range(5)]
for t in ts: t.start()
for t in ts: t.join()
print(sorted(results), ts[0].name, ts[0].is_alive(), ts[0].daemon)
lock = threading.Lock(); total = 0
def add():
    global total
    for _ in range(200):
        with lock: total += 1
ts = [threading.Thread(target=add) for _ in range(4)]; [t.start() for t in ts]; [t.join() for t in ts]; print(total)
print(lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(timeout=0.01)); lock.release(); print(lock.locked())
try: lock.release()
except RuntimeError as e: print(e)
r = threading.RLock(); r.acquire(); r.acquire(); r.release(); r.release(); print('rlock ok')
try: r.release()
except RuntimeError as e: print(e)
local = threading.local(); local.x = 'main'; seen = []
def use(): seen.append(hasattr(local, 'x')); local.x = 'other'; seen.append(local.x)
t = threading.Thread(target=use); t.start(); t.join(); print(seen, local.x)
q = queue.Queue(3)
def producer():
    for i in range(6): q.put(i)
    q.put(None)
got = []
def consumer():
    while (item := q.get()) is not None: got.append(item); q.task_done()
a, b = threading.Thread(target=producer), threading.Thread(target=consumer); a.start(); b.start(); a.join(); b.join(); print(got)
ev = threading.Event(); order = []
def waiter(): order.append('waiting'); ev.wait(); order.append('released')
t = threading.Thread(target=waiter); t.start(); time.sleep(0.02); order.append('set'); ev.set(); t.join(); print(order, ev.is_set(), threading.Event().wait(0.01))
cond = threading.Condition(); items = []
def cwait():
    with cond:
        while not items: cond.wait()
        order.append(items.pop())
t = threading.Thread(target=cwait); t.start()
with cond: items.append('item'); cond.notify()
t.join(); print(order[-1])
sem = threading.Semaphore(2); print(sem.acquire(), sem.acquire(), sem.acquire(blocking=False)); sem.release()
bar = threading.Barrier(2); passed = []
def meet(): passed.append(bar.wait() in (0, 1))
ts = [threading.Thread(target=meet) for _ in range(2)]; [t.start() for t in ts]; [t.join() for t in ts]; print(passed)
fired = []; tm = threading.Timer(0.01, fired.append, ['timer']); tm.start(); tm.join(); print(fired)
tm = threading.Timer(10, fired.append); tm.start(); tm.cancel(); tm.join(); print(len(fired))
print(threading.current_thread().name, threading.active_count(), threading.main_thread() is threading.current_thread())
class MyThread(threading.Thread):
    def run(self): self.result = 'ran'
m = MyThread(); m.start(); m.join(); print(m.result)
try: m.start()
except RuntimeError as e: print(e)
caught = []; threading.excepthook = lambda args: caught.append((args.exc_type.__name__, str(args.exc_value)))
t = threading.Thread(target=lambda: 1 / 0); t.start(); t.join(); print(caught)
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(2) as ex:
    print(list(ex.map(lambda x: x + 1, range(4))), ex.submit(pow, 2, 5).result()); f = ex.submit(int, 'x')
    print(type(f.exception()).__name__, f.done())
