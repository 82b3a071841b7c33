def t(f, *a, **k):
    try: r = f(*a, **k)
    except Exception as e: print(f.__name__, type(e).__name__, e)
    else: print(f.__name__, repr(r))
inf=float('inf'); nan=float('nan')
V=[0,-0.0,1,-1,0.5,2,-3.7,1e300,inf,-inf,nan,True,10**30,'a',5e-324,171.5]
for n in ['acos','acosh','asin','asinh','atan','atanh','ceil','cos','cosh','degrees','erf','exp','expm1','fabs','factorial','floor','frexp','gamma','isfinite','isinf','isnan','isqrt','lgamma','log','log10','log1p','log2','modf','radians','sin','sinh','sqrt','tan','tanh','trunc','ulp']:
    f=getattr(math,n)
    for v in V:
        if n=='factorial' and isinstance(v,(int,float)) and v>1000: continue
        if n in('sin','cos','tan') and isinstance(v,(int,float)) and abs(v)>1e20 : continue
        t(f,v)
    t(f); t(f,1,2,3)
W=[0.0,-0.0,1,-1.5,3,inf,-inf,nan,0.5]
for n in ['atan2','copysign','fmod','pow','remainder','nextafter','hypot','log']:
    for a in W:
        for b in W: t(getattr(math,n),a,b)
    t(getattr(math,n),1); t(getattr(math,n),1,2,3); t(getattr(math,n),'a',1)
for a in [0,1,5,-1,10,52,10**20,1.5,'a']:
    for b in [0,1,2,-1,5,6]:
        t(math.comb,a,b); t(math.perm,a,b); t(math.gcd,a,b); t(math.lcm,a,b)
t(math.comb,100,50); t(math.comb,1000,500); t(math.perm,5); t(math.gcd); t(math.gcd,12); t(math.gcd,12,18,-30); t(math.lcm); t(math.lcm,4,6,10); t(math.gcd,2**100,6**50); t(math.factorial,50); t(math.factorial,-1); t(math.factorial,10**20); t(math.factorial,3.5); t(math.isqrt,10**40); t(math.isqrt,10**41+7); t(math.isqrt,2**64-1); t(math.isqrt,2**52)
t(math.fsum,[.1]*10); t(math.fsum,[1e100,1,-1e100]); t(math.fsum,[inf,-inf]); t(math.fsum,[inf,1]); t(math.fsum,[1e308]*3); t(math.fsum,[]); t(math.fsum,5); t(math.fsum,['a']); t(math.fsum,[nan])
t(math.hypot); t(math.hypot,3,4); t(math.hypot,1,2,3,4); t(math.hypot,1e308,1e308); t(math.hypot,5e-324,5e-324); t(math.dist,(1,2),(4,6)); t(math.dist,[1],[2]); t(math.dist,(1,),(2,3)); t(math.dist,1,2)
t(math.isclose,1,1+1e-10); t(math.isclose,1,1.1,rel_tol=.2); t(math.isclose,0,1e-10,abs_tol=1e-9); t(math.isclose,1,2,rel_tol=-1); t(math.isclose,1); t(math.isclose,inf,inf)
t(math.ldexp,1.5,3); t(math.ldexp,1,10000); t(math.ldexp,1,-10000); t(math.ldexp,1,10**30); t(math.ldexp,1,1.5); t(math.ldexp,0.75,-1073); t(math.ldexp,0.3,-1070); t(math.ldexp,inf,-10**30)
t(math.prod,[1,2,3]); t(math.prod,[]); t(math.prod,[1.5,2]); t(math.prod,[2,3],start=5); t(math.prod,['a',2]); t(math.prod,5); t(math.prod,range(1,30))
t(math.log,10**400); t(math.log,10**400,10); t(math.log2,2**2000); t(math.log10,10**400); t(math.log,8,2); t(math.log,2,1); t(math.log,0); t(math.log,-10**400); t(math.floor,10**400); t(math.trunc,'a')
class A:
    def __floor__(s): return 'fl'
    def __ceil__(s): return 'ce'
    def __trunc__(s): return 'tr'
    def __float__(s): return 2.5
    def __index__(s): return 9
a=A(); t(math.floor,a); t(math.ceil,a); t(math.trunc,a); t(math.sqrt,a); t(math.gcd,a,6); t(math.isqrt,a)
print(math.pi,math.e,math.tau,math.inf,math.nan)
