# from 3.13
import warnings; warnings.simplefilter('ignore')
import math, array, pickle, copy, locale, sys
for a in [(1e308,10,0),(math.inf,0,1),(math.inf,1,-math.inf),(1,2),(1,2,'x'),(1e308,10,-math.inf),(math.nan,0,math.inf),(math.inf,0,math.nan),(5e-324,0.5,0),(-5e-324,.5,0),(5e-324,.5,5e-324),(1.5,-2,3.0),(-0.0,1,-0.0),(1e308,2,-1.5e308)]:
    try: print(a, math.fma(*a))
    except Exception as e: print(a,repr(e))
for k in [dict(steps=0),dict(steps=3),dict(steps=-1),dict(steps='a'),dict(steps=2**70),dict(steps=None),dict(steps=2**62),dict(steps=1.5)]:
    try: print(k, math.nextafter(1.0,2.0,**k))
    except Exception as e: print(k,repr(e))
print(math.nextafter(-1e-323,1e-323,steps=3),math.nextafter(-1e-323,1e-323,steps=2))
for a in [(1,),(1,2,3)]:
    try: print(math.nextafter(*a))
    except Exception as e: print(repr(e))
for c in 'bBhHiIlLqQfd': print(c, array.array(c,[1,2]).__reduce_ex__(4)[1], pickle.loads(pickle.dumps(array.array(c,[1,2]))), copy.copy(array.array(c,[3])))
print(pickle.loads(pickle.dumps(array.array('w','aé😀'))), pickle.dumps(array.array('i',[1]),2))
f=array._array_reconstructor
for a in [(array.array,'i',7,b'\0\0\1\0'),(array.array,'d',14,b'\0'*8),(array.array,'u',18,b'a\0'),(array.array,'i',99,b''),(int,'i',1,b''),(array.array,'z',1,b''),(array.array,'i',7,b'\0\0\1'),(array.array,'i',7,''),('','i',7,b''),(array.array,'w',19,b'\0a\xd8\x3d\xde\x00'),(array.array,'f',17,b'\x3f\xf0\0\0\0\0\0\0')]:
    try: print(f(*a))
    except Exception as e: print(repr(e))
print(locale.setlocale(locale.LC_ALL), locale.localeconv(), locale.nl_langinfo(locale.DAY_3), locale.getlocale(), locale.format_string('%d', 1234567, grouping=True), locale.currency.__name__)
try: locale.setlocale(locale.LC_ALL,'xx_YY')
except locale.Error as e: print(repr(e))
print(locale.strcoll('a','b'), locale.atof('1.5'), locale.str(2.5), locale.getpreferredencoding(), locale.getencoding())
print(len(range(sys.maxsize-1)), math.pow(0.0,-math.inf))
