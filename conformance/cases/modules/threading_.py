import threading, time, sys, _thread
# nested blocking: __init__, sorted key, map, import
class A:
    def __init__(self, ev): ev.wait(); self.v=1
ev=threading.Event()
def setter(): time.sleep(0.02); ev.set()
threading.Thread(target=setter).start()
print(A(ev).v)
def w(ev2, out):
    a=A(ev2); out.append(a.v)
ev2=threading.Event(); out=[]
t=threading.Thread(target=w,args=(ev2,out)); t.start(); time.sleep(0.01); ev2.set(); t.join(); print(out)
# locks
l=threading.Lock()
print(l.acquire(), l.acquire(False), l.acquire(timeout=0.01), l.locked()); l.release()
try: l.release()
except RuntimeError as e: print(e)
r=threading.RLock()
with r:
    with r: print(r._is_owned())
try: r.release()
except RuntimeError as e: print(e)
def other():
    try: r.release()
    except RuntimeError as e: print("other", e)
    print(r.acquire(blocking=False))
r.acquire(); t=threading.Thread(target=other); t.start(); t.join(); r.release()
# excepthook
threading.excepthook=lambda a: print("hook", a.exc_type.__name__, a.exc_value, a.thread.name)
t=threading.Thread(target=lambda: 1/0, name="Z"); t.start(); t.join()
# errors
try: t.start()
except RuntimeError as e: print(e)
try: t2=threading.Thread(target=print); t2.join()
except RuntimeError as e: print(e)
def selfjoin():
    try: threading.current_thread().join()
    except RuntimeError as e: print(e)
t=threading.Thread(target=selfjoin); t.start(); t.join()
# local subclass
class L(threading.local):
    n=0
    def __init__(self, x): L.n+=1; self.x=x
lo=L(5); lo.x=7
def g(): print(lo.x); lo.y=1; print(sorted(lo.__dict__))
t=threading.Thread(target=g); t.start(); t.join(); print(lo.x, L.n, hasattr(lo,'y'))
# recursion in threads
def rec(n): return 0 if n==0 else 1+rec(n-1)
res=[]
def rt():
    try: rec(5000)
    except RecursionError: res.append("RE")
    res.append(rec(500))
t=threading.Thread(target=rt); t.start(); t.join(); print(res)
# generators shared
def gen():
    for i in range(3): time.sleep(0.001); yield i
print([x for x in gen()])
ts=[threading.Thread(target=lambda: res.append(sum(gen()))) for _ in range(3)]
[t.start() for t in ts]; [t.join() for t in ts]; print(res)
print(threading.main_thread().name, threading.get_ident()==threading.main_thread().ident, threading.enumerate()==[threading.main_thread()])
# exceptions in flight when switching
def exc():
    try: raise KeyError('a')
    except KeyError:
        time.sleep(0.005); print(f'{sys.exc_info()[1].args}\n', end='')
ts=[threading.Thread(target=exc) for _ in range(2)]
[t.start() for t in ts]
try: 1/0
except ZeroDivisionError:
    [t.join() for t in ts]; print(sys.exc_info()[0].__name__)
# switch interval
sys.setswitchinterval(0.001); print(sys.getswitchinterval())
seq=[]
def sp(n):
    for i in range(100): seq.append(n)
ts=[threading.Thread(target=sp,args=(n,)) for n in range(2)]
[t.start() for t in ts]; [t.join() for t in ts]; print(sorted(seq)==[0]*100+[1]*100)
sys.setswitchinterval(0.005)
_thread.start_new_thread(lambda *a, **k: print(a,k),(1,2),{'x':3}); time.sleep(0.01)
def die(): _thread.exit()
_thread.start_new_thread(die,()); time.sleep(0.01)
class D:
    def __del__(self): print("del", threading.current_thread().name)
def dd(): d=D()
t=threading.Thread(target=dd,name="DT"); t.start(); t.join()
import contextvars
cv=contextvars.ContextVar('cv',default=0); cv.set(1)
t=threading.Thread(target=lambda: print(cv.get())); t.start(); t.join(); print(cv.get())
