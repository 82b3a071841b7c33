# from 3.8
# Native types that a release makes at run time: each instance holds its type.
import sys, gc
import collections, itertools, functools, operator, random, re, struct, array, io, weakref, threading, hashlib, contextvars, types, csv, time, string
gc.disable()
mk={
 'deque':lambda: collections.deque(),'defaultdict':lambda: collections.defaultdict(int),'odict':lambda: collections.OrderedDict(),'deque_iter':lambda: iter(collections.deque()),'drev':lambda: reversed(collections.deque()),
 'count':lambda: itertools.count(),'cycle':lambda: itertools.cycle([1]),'chain':lambda: itertools.chain([1]),'islice':lambda: itertools.islice([1],1),'repeat':lambda: itertools.repeat(1),'product':lambda: itertools.product([1]),'perm':lambda: itertools.permutations([1]),'comb':lambda: itertools.combinations([1],1),'cwr':lambda: itertools.combinations_with_replacement([1],1),'acc':lambda: itertools.accumulate([1]),'starmap':lambda: itertools.starmap(len,[]),'tw':lambda: itertools.takewhile(len,[]),'dw':lambda: itertools.dropwhile(len,[]),'ff':lambda: itertools.filterfalse(None,[]),'zl':lambda: itertools.zip_longest([]),'gb':lambda: itertools.groupby([]),'tee':lambda: itertools.tee([])[0],'compress':lambda: itertools.compress([],[]),
 'partial':lambda: functools.partial(len),'lru':lambda: functools.lru_cache(lambda: 0),'cmpkey':lambda: functools.cmp_to_key(len)(1),
 'ig':lambda: operator.itemgetter(1),'ag':lambda: operator.attrgetter('a'),'mc':lambda: operator.methodcaller('a'),
 'Random':lambda: random.Random(),'match':lambda: re.match('a','a'),'finditer':lambda: re.finditer('a','a'),'scanner':lambda: re.compile('a').scanner('a'),
 'Struct':lambda: struct.Struct('i'),'array':lambda: array.array('i'),'BytesIO':lambda: io.BytesIO(),'StringIO':lambda: io.StringIO(),'lock':lambda: threading.Lock(),'rlock':lambda: threading.RLock(),
 'blake':lambda: hashlib.blake2b(),'cv':lambda: contextvars.ContextVar('a'),'ctx':lambda: contextvars.Context(),'ns':lambda: types.SimpleNamespace(),'wr':lambda: weakref.ref(set()),'csvw':lambda: csv.writer(io.StringIO()),'st':lambda: time.localtime(),'strT':lambda: struct.iter_unpack('i',b''),
 'set':lambda: set(),'list':lambda: [],'bytesio_getbuffer':lambda: io.BytesIO(b'a').getbuffer(),'mv':lambda: memoryview(b''),'gen':lambda: (i for i in ()),'enum':lambda: enumerate([]),'zip':lambda: zip(),'cell':lambda: types.CellType() if hasattr(types,'CellType') else None,'inc':lambda: io.IncrementalNewlineDecoder(None,True),'textio':lambda: io.TextIOWrapper(io.BytesIO()),'bufr':lambda: io.BufferedReader(io.BytesIO()),
}
for k,f in mk.items():
    try:
        f(); t=type(f()); a=sys.getrefcount(t); l=[f() for _ in range(50)]; b=sys.getrefcount(t); del l; c=sys.getrefcount(t); print(k,t.__name__,b-a,c-a)
    except Exception as e: print(k,type(e).__name__,e)
