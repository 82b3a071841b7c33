def t(f, *a, **k):
    try: r = f(*a, **k)
    except Exception as e: print(type(e).__name__, e)
    else: print(repr(r))
for a in [0,-7,2**31,-2**62,10**30,True,1.5,2+3j,float('inf')]:
    for b in [0,3,-7,2**62,1.5,0.0,1j]:
        for op in ('add','sub','mul','truediv','floordiv','mod','lt','eq','and_','or_','xor','ge'):
            t(getattr(operator,op),a,b)
        t(divmod,a,b)
        if not (isinstance(b,int) and abs(b)>100) : t(pow,a,b)
        if isinstance(b,int) and abs(b)<100: t(operator.lshift,a,b); t(operator.rshift,a,b)
t(pow,3,-1); t(pow,3,-1,7); t(pow,2,-1,4); t(pow,2,3,0); t(pow,2,1000,10**9+7); t(pow,-3,5,-7); t(pow,2.0,3,5); t(pow,10**20,10**5,10**30+57); t(pow,0.0,-1); t(pow,-8,1/3); t(pow,1e200,2); t(pow,0,0)
t(int); t(int,'12',base=8); t(int,'zz',36); t(int,'0x1f',16); t(int,'0x1f',0); t(int,'1_000'); t(int,'1__0'); t(int,'abc'); t(int,''); t(int,'12',1); t(int,'12',37); t(int,12,10); t(int,None); t(int,[]); t(int,1.9); t(int,-1.9); t(int,float('nan')); t(int,float('inf')); t(int,1e20); t(int,b'12'); t(int,b'x'); t(int,bytearray(b'12')); t(int,x=1); t(int,1,2,3); t(int,base=5); t(int,'٣'); t(int,' 12 \n'); t(int,'9'*50); t(int,True); t(int,3+0j)
class I:
    def __int__(s): return 7
    def __index__(s): return 8
    def __float__(s): return 2.5
t(int,I()); t(float,I()); t(complex,I()); t(hex,I()) ; t(bin,10); t(oct,8); t(hex,-255)
class J:
    def __index__(s): return 8
t(int,J()); t(float,J()); t(complex,J())
class K:
    def __int__(s): return 'a'
    def __float__(s): return 1
t(int,K()); t(float,K())
class M(int): pass
m=M(5); print(m, m+1, type(m+1), type(M(3).real), m.__repr__(), M('12'), M(), type(+m), hash(m), m==5); m.x=3; print(m.x)
class N(float): pass
n=N(2.5); print(n, n+1, type(n*2), N('3'), N(), type(+n)); 
class C(complex): pass
print(C(1,2), C(), type(C(1)+1))
for x in [0,1,-1,255,256,-129,2**64,-2**70]:
    print(x.bit_length(), x.bit_count(), x.as_integer_ratio(), x.__round__(), x.__trunc__(), x.__floor__(), x.conjugate(), x.real, x.imag, x.numerator, x.denominator, hash(x), x.__sizeof__(), x.__getnewargs__(), ~x, -x, abs(x), bool(x), float(x), x.__index__())
    for n in (1,2,9): 
        for s in (True,False):
            t(x.to_bytes,n,'big',signed=s); t(x.to_bytes,n,'little',signed=s)
t((5).to_bytes,2,'x'); t((5).to_bytes,-1,'big'); t((5).to_bytes,2,5); t(int.from_bytes,b'\x01\x02','big'); t(int.from_bytes,b'\xff\x02','big',signed=True); t(int.from_bytes,[1,2],'little'); t(int.from_bytes,b'','big'); t(int.from_bytes,5,'big'); t(int.from_bytes,'a','big'); t(M.from_bytes,b'a','big'); t(int.from_bytes,range(3),'big')
for v in (15,25,35,-15,-25,1234567,5,-5,0,10**30+5*10**10):
    for n in (0,1,-1,-2,-5,-40): t(round,v,n)
t(round,5,'a'); t(round,2.5); t(round,3.5); t(round,-2.5); t(round,2.675,2); t(round,1e300,-300); t(round,1.5,None); t(round,float('nan')); t(round,float('inf')); t(round,float('inf'),1); t(round,1.7e308,-308); t(round,1234.5678,-2)
t(float,'abc'); t(float,''); t(float,'1e400'); t(float,None); t(float,'1_0.5'); t(float,b'2.5'); t(float,b'x'); t(float,10**400); t(float,'nan'); t(float,'-inf'); t(float,1,2); t(float,x=1); t(float,1j); t(float,'٣.٥')
x=2.75; print(x.is_integer(), (3.0).is_integer(), x.as_integer_ratio(), x.hex(), float.fromhex('0x1.6p+1'), x.__trunc__(), x.__floor__(), x.__ceil__(), x.conjugate(), x.real, x.imag, x.__getnewargs__(), float.__getformat__('double'), x.__sizeof__(), hash(x), hash(1e300), hash(-0.0), hash(float('inf'))); t(float.fromhex,'zz'); t(float.fromhex,'0x1p99999'); t(float('inf').as_integer_ratio); t(float('nan').as_integer_ratio); t(float.fromhex,5)
t(complex,'1+2j'); t(complex,'x'); t(complex,1,2); t(complex,1j,1j); t(complex,'1',2); t(complex,1,'2'); t(complex,[]); t(complex,1,[]); t(complex,real=1,imag=2); t(complex,imag=5); t(complex,-0.0,-0.0); t(complex,1,2,3); t(complex,foo=1); t(complex)
z=3-4j; print(abs(z), z.real, z.imag, z.conjugate(), hash(z), z==3-4j, z!=1, z**2, z**-1, z**0.5, 1/z, z*z, z-1, -z, +z, bool(z), bool(0j), z.__getnewargs__(), repr(1e20+1e-5j), str(-0j), complex('nan'), complex(float('inf'),float('-inf')))
t(lambda: z<1); t(lambda: z//1); t(lambda: z%2); t(divmod,z,1); t(pow,z,2,3); t(lambda: 0j**-1); t(lambda:1j/0); t(abs,complex(1e308,1e308)); t(int,z); t(float,z); t(lambda:(1e200+1j)**300)
for f in ('d','5','<5','^7','+',' ','#x','#o','#b','x','X','c','n',',','_','_b','e','.2f','%','010','=+7','s','.3','+c','#c','010,','é>8','g'):
    for v in (5,-5,123456789,0,True,10**25): t(format,v,f)
for f in ('','f','.0f','#.0f','e','E','g','G','%','.3','10.2','+','010.1f',',','_.2f','n','s','d','x','=10','^12.3','.0','#.3g','10'):
    for v in (2.5,-0.0,1234567.891,1e22,1e-7,float('inf'),float('nan'),1e100): t(format,v,f)
for f in ('','.2f','e','20','<20','^20.1f','+','010','=5','x','g','.3'): t(format,1.5-2j,f)
t(format,5,5); t((5).__format__,5)
print('%d %i %x %X %o %e %.3f %g %5d|%-5d|%05d|%+d|% d %#x %#o %c %r %s %%' % (5,-5,255,255,8,1.5,2.0,1e10,5,5,5,5,5,255,8,65,1,2)); t(lambda:'%d'%'a'); t(lambda:'%x'%1.5); t(lambda:'%f'%'a'); t(lambda:'%d'%1.9); t(lambda:'%c'%1114112); t(lambda:'%d'%float('inf')); t(lambda: '%.10d'%-5); t(lambda:'%f'%10**400)
print(True+True, True&False, True|False, True^True, ~True, True&3, bool(5), bool(), bool([]), repr(True), str(False), True.real, -True, int(True), True==1, hash(True), f'{True}', f'{True:d}', f'{True:5}'); t(bool,1,2); t(bool,x=1)
print(1e16,1e15,123456789012345678.0,1e-4,1e-5,0.1,1/3,5e-324,1.7976931348623157e308,-0.0,1e22,float(2**53))
print(2**0.5,2**-1,10**-3,(-2)**3,(-2.0)**3,2.0**-1074,0**0,0.0**0, 1.0**float('nan'), (-1)**float('inf'), 9**0.5, 27**(1/3), 1.1**10)
print(5 .__add__(3), (5).__radd__('a'), (5).__pow__(2,3), (5).__rpow__(2), (5).__truediv__(2), (2.5).__add__(1), (2.5).__add__('a'), (1).__eq__(1.0), (1.0).__eq__(1), (5).__lt__(2.5), (1).__bool__(), int.__doc__[:20], (3).__divmod__(2), (1.5).__rdivmod__(3), (1.5).__divmod__(1), (2).__rsub__(5),(7).__and__(3),(7).__rlshift__(1))
# the library of 3.13 asks for object.__getstate__, so every model has it
names = lambda t: [n for n in dir(t) if n != '__getstate__']
print(names(int)); print(names(float)); print(names(complex)); print(dir(bool)==dir(int))
print(10**20==1e20, 10**23==1e23, 2**53+1==float(2**53), 2**53+1>float(2**53), 10**400>1e308, -10**400<float('-inf'), 1<float('nan'), 10**400<float('inf'), 5==5+0j, 2**60==2.0**60, hash(2.0**60)==hash(2**60))
print((10**50)//3, -(10**50)//7, (10**50)%(-7), 10**50/10**49, divmod(-10**40,10**20+1), str(3**500)[:30], len(str(3**5000)), int('7'*3000)%10**9)
