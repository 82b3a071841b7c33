def err(f, *a, **k):
    try:
        r = f(*a, **k)
        print('OK', r)
    except BaseException as e:
        print(type(e).__name__, e)
err(abs,-3); err(abs,'a'); print(all([]),any([]),all([1,0]),any([0,2])); err(all,5); print(bin(10),hex(255),oct(8),bin(-5)); err(hex,1.5)
print(callable(len),callable(5),chr(97),chr(0x1f600)); err(chr,-1); err(chr,'a'); err(chr,10**9); err(chr,2**40)
print(divmod(7,2)); err(divmod,1); err(divmod,1,0); err(ord,'ab'); err(ord,5); print(ord('a'),ord(b'a'), ord(bytearray(b'z')))
print(format(5,'05d'),format(3.14159,'.2f')); err(format,5,5); err(format,1,2,3)
class A:
    x=1
    def __round__(s,n=None): return ('r',n)
a=A(); print(getattr(a,'x'),getattr(a,'y',3),hasattr(a,'x'),hasattr(a,'z')); err(getattr,a,'zz'); err(getattr,a,5); err(hasattr,a,5); setattr(a,'q',2); print(a.q); delattr(a,'q'); err(lambda:a.q); err(delattr,a,'q'); err(getattr,a)
print(round(2.5),round(3.14159,2),round(a),round(a,3),round(5),round(1234,-2)); err(round,'a'); err(round)
print(pow(2,10),pow(2,10,1000),pow(base=2,exp=3),2**-1); err(pow,2); err(pow,'a',2); err(pow,2,3,0)
print(isinstance(1,int),isinstance(True,(str,int)),issubclass(bool,int)); err(isinstance,1,5); err(issubclass,1,int); err(isinstance,1)
print(len([1]),len('abc')); err(len,5); err(len); print(max(1,2,3),min([3,1,2]),max('a','b'),max([1,-5],key=abs),min([],default=7),max((1,),default=3))
err(max); err(max,[]); err(max,1,2,default=3); err(max,5); err(max,1,foo=2); err(max,1,'a'); print(max([1,5,3],key=lambda x:-x), min(3,1,2,key=lambda x:-x))
print(sum([1,2,3]),sum([1,2],10),sum([1.5,2]),sum([[1],[2]],[]),sum([],start=5), sum([2**70,1]), sum([1,2.5,3]), sum([True,True])); err(sum,5); err(sum,['a']); err(sum,['a'],''); err(sum,[b'a'],b''); err(sum)
print(sorted([3,1,2],reverse=True),sorted('bca',key=lambda c:-ord(c))); err(sorted); err(sorted,1); err(sorted,[1],2); err(sorted,[1],foo=2)
print(eval('1+2'),eval(' \t3'),eval('x',{'x':5}),eval('x+y',{'x':1},{'y':2})); err(eval,'1+'); err(eval,5); err(eval,'x',5); err(eval,'q'); err(eval,'x',{},5)
g={}; exec('a=1\nb=a+1',g); print(g['a'],g['b'],'__builtins__' in g); err(exec,'x=',{}); err(exec,5); err(exec,'1',5); err(exec,'1',{},5)
c=compile('1+1','f','eval'); print(eval(c)); err(compile,'1','f','bad'); err(compile,'a b','f','exec'); err(compile,'1','f'); err(compile,'\0','f','eval'); err(compile, 5,'f','eval')
def fn():
    zz=1
    return locals(), dir()
print(fn()); print(vars(a)); err(vars,5); print('fn' in globals(), 'a' in vars())
class B:
    pass
print(B.__name__, B.__qualname__, B.__module__, B.__mro__)
class Meta(type):
    def __prepare__(name,bases,**k): print('prep',name,bases,k); return {}
    def __new__(m,name,bases,ns,**k): print('new',name,k); return super().__new__(m,name,bases,ns)
    def __init__(c,*a,**k): print('init',k)
class D(metaclass=Meta,kw=1): y=2
class E2(D): z=3
print(type(E2), D.y)
class GenB:
    def __mro_entries__(s,b): return (B,)
class F(GenB()): pass
print(F.__bases__, len(F.__orig_bases__))
err(lambda: __build_class__()); err(lambda: __build_class__(1,2)); err(lambda: __build_class__(fn,2))
print(ascii('é'),repr('a\n')); print(dir()[:3], __name__); print(hash(1),hash('')==0,hash(2**61-1),hash(-1)); err(hash,[]); print(id(a)==id(a))
err(aiter,5); err(anext,5)
print(iter([1]).__next__())
err(print,1,foo=2)
print(Ellipsis,NotImplemented,__debug__, IOError is OSError)
err(lambda: (yield_))
class CC:
    def m(self): return __class__
    def s(self): return super().__repr__()[:10]
print(CC().m(), CC().s())
