"""time: broken-down times and their limits."""
import os, time
for f in (lambda: os.chmod('/tmp/nonexist', 0o644, follow_symlinks=False),):
    try: f()
    except BaseException as e: print(repr(e))
t=(2020,1,1,0,0,0,0,1,-1)
def v(i,x): l=list(t); l[i]=x; return tuple(l)
for i,xs in [(0,(2**31,-2**31-1901,0, -1, 99999)),(1,(-1,0,13)),(2,(-1,0,32)),(3,(-1,24)),(4,(-1,60)),(5,(-1,61,62)),(6,(-2,-1,7)),(7,(-1,0,366,367)),(8,(-2,2,500))]:
    for x in xs:
        for f in (time.asctime, lambda t: time.strftime('%Y-%m-%d %j %w',t), time.mktime):
            try: print(i,x,f(v(i,x)))
            except Exception as e: print(i,x,repr(e))
for a in [(),('a',),(1,),((1,2),),(('a',)*9,)]:
    for f in (time.asctime, time.mktime, lambda *a: time.strftime('%Y',*a)):
        try: r=f(*a); print(a, 'ok')
        except Exception as e: print(a,repr(e))
for fm in ('%S\0','%','%Q','%E','%5Y','%-d','%é','\ud800','%e %D %F %T %R %r %c %x %X %p %C %g %G %V %u %U %W %h %n %t %s %%'):
    try: print(repr(time.strftime(fm,t)))
    except Exception as e: print(repr(e))
for a in [(None,),('a',),(1.5,),(10**20,),(-10**20,),(float('nan'),),(float('inf'),),(-1.5,)]:
    for f in (time.gmtime, time.localtime, time.ctime):
        try: print(a, f(*a) if a!=(None,) else 'now')
        except Exception as e: print(a,repr(e))
for s in (-1,float('nan')):
    try: time.sleep(s)
    except Exception as e: print(s,repr(e))
