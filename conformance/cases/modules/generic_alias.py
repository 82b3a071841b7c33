# from 3.13
import collections.abc, types
from typing import *
T=TypeVar('T'); S=TypeVar('S'); Ts=TypeVarTuple('Ts'); P=ParamSpec('P')
def p(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
p(lambda: tuple[*tuple[int,str]]); p(lambda: next(iter(tuple[int]))); p(lambda: next(iter(tuple[int])).__unpacked__); p(lambda: list[int].__unpacked__)
p(lambda: tuple[Unpack[Ts]][int,str]); p(lambda: tuple[*Ts][()]); p(lambda: tuple[T,*Ts][int]); p(lambda: tuple[T,*Ts][int,str,float]); p(lambda: tuple[*Ts,T][int,str,float])
p(lambda: list[T][int,str]); p(lambda: list[int][int]); p(lambda: dict[T,S][int]); p(lambda: dict[T,T][int]); p(lambda: list[list[T]][int]); p(lambda: list[T]|int); p(lambda: (list[T]|int)[str])
p(lambda: collections.abc.Callable[[int],T]==collections.abc.Callable[[int],T]); p(lambda: collections.abc.Callable[[T],S][int,str]); p(lambda: collections.abc.Callable[P,T][[int],str]); p(lambda: collections.abc.Callable[P,int][int,str]); p(lambda: collections.abc.Callable[...,int]); p(lambda: collections.abc.Callable[Concatenate[int,P],T][[str],float])
p(lambda: hash(list[int])==hash(list[int])); p(lambda: list[int]==list[int]); p(lambda: list[int]!=list[str]); p(lambda: list[int].__args__); p(lambda: list[T].__parameters__); p(lambda: tuple[*Ts].__parameters__)
p(lambda: isinstance([],list[int])); p(lambda: issubclass(list,list[int])); p(lambda: list[int]([1])); p(lambda: list[int].append); p(lambda: list[int].__origin__); p(lambda: type(list[int])); p(lambda: list[T][Ts]); p(lambda: tuple[Ts][int])
p(lambda: tuple[()]); p(lambda: tuple[()].__args__); p(lambda: tuple[int,...]); p(lambda: list[...]); p(lambda: dict[str,list[int]]); p(lambda: list['x']); p(lambda: list[None]); p(lambda: list[1,2]); p(lambda: types.GenericAlias(list,int)); p(lambda: types.GenericAlias(list,(int,str)).__args__); p(lambda: types.GenericAlias(list)); p(lambda: types.GenericAlias(1,2))
p(lambda: list[int].__mro_entries__(1)); p(lambda: dir(list[int])[:3]); p(lambda: list[int].__class__); p(lambda: list[int].__name__); p(lambda: list[int].foo)
class A(list[int]): pass
p(lambda: (A.__bases__, A.__orig_bases__)); p(lambda: tuple[*tuple[int,...],str]); p(lambda: tuple[*tuple[T,...]][int]); p(lambda: tuple[*tuple[T,S]][int,str])
import pickle, copy
p(lambda: pickle.loads(pickle.dumps(list[int]))); p(lambda: copy.deepcopy(dict[int,str])); p(lambda: pickle.loads(pickle.dumps(next(iter(tuple[int]))))); p(lambda: list[int].__reduce__())
p(lambda: next(iter(tuple[int]))==next(iter(tuple[int]))); p(lambda: next(iter(tuple[int]))==tuple[int]); p(lambda: [*list[int]]); p(lambda: Generic[T]); p(lambda: list[T][list[S]].__parameters__); p(lambda: list[Union[T,S]][int,str]); p(lambda: list[Optional[T]][int])
p(lambda: list[int].__getitem__); p(lambda: list[T][int:2]); p(lambda: tuple[T,...][int]); p(lambda: list[P]); p(lambda: list[T][()]);
class G(Generic[T,*Ts]): pass
p(lambda: G[int,str,float]); p(lambda: G[int]); p(lambda: G[*tuple[int,...]]); p(lambda: G[()]); p(lambda: list[G[T,*Ts]][int,str])
