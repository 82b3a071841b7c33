"""Annotations as values, as references to what does not exist yet, or as text (PEP 649, PEP 749)."""

import builtins
import enum
import functools
import sys
import types

__all__ = [
    "Format",
    "ForwardRef",
    "annotations_to_string",
    "call_annotate_function",
    "call_evaluate_function",
    "get_annotate_from_class_namespace",
    "get_annotations",
    "type_repr",
]


class Format(enum.IntEnum):
    VALUE = 1
    VALUE_WITH_FAKE_GLOBALS = 2
    FORWARDREF = 3
    STRING = 4


_SAVED = {"__globals__": None, "__cells__": None, "__extra_names__": None}


class ForwardRef:
    """What an annotation means that names something not defined yet."""

    def __init__(self, arg, *, module=None, owner=None, is_argument=True, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        self.__forward_arg__ = arg
        self.__forward_module__ = module
        self.__forward_is_argument__ = is_argument
        self.__forward_is_class__ = is_class
        self.__owner__ = owner
        self.__dict__.update(_SAVED)

    def __init_subclass__(cls, /, *args, **kwds):
        if cls.__module__ != __name__:
            raise TypeError("Cannot subclass ForwardRef")

    def _namespaces(self, globals, locals, type_params, owner):
        owner = self.__owner__ if owner is None else owner
        if globals is None and self.__forward_module__ is not None:
            module = self.__forward_module__
            globals = getattr(sys.modules.get(module, module) if isinstance(module, str) else module, "__dict__", None)
        if globals is None:
            globals = self.__globals__
        if globals is None:
            if isinstance(owner, type):
                globals = getattr(sys.modules.get(owner.__module__), "__dict__", None)
            elif isinstance(owner, types.ModuleType):
                globals = owner.__dict__
            else:
                globals = getattr(owner, "__globals__", None)
        if type_params is None:
            type_params = getattr(owner, "__type_params__", None)
        names = {}
        if locals is None and isinstance(owner, type):
            names.update(vars(owner))
        for param in type_params or ():
            names.setdefault(param.__name__, param)
        for name, cell in (self.__cells__ or {}).items():
            try:
                names.setdefault(name, cell.cell_contents)
            except ValueError:
                pass
        names.update(self.__extra_names__ or {})
        if locals is not None:
            names = {**names, **locals}
        return {} if globals is None else globals, names

    def evaluate(self, *, globals=None, locals=None, type_params=None, owner=None, format=Format.VALUE):
        """The value, text, or this reference where the format allows it and a name is missing."""
        if format == Format.STRING:
            return self.__forward_arg__
        if format not in (Format.VALUE, Format.FORWARDREF):
            raise NotImplementedError(format)
        namespaces = self._namespaces(globals, locals, type_params, owner)
        text = self.__forward_arg__
        if text.startswith("*"):
            text = f"({text},)[0]"
        try:
            return eval(text, *namespaces)
        except Exception:
            if format == Format.FORWARDREF:
                return self
            raise

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        return (
            self.__forward_arg__ == other.__forward_arg__
            and self.__forward_module__ == other.__forward_module__
            and self.__forward_is_class__ == other.__forward_is_class__
            and self.__owner__ == other.__owner__
            and self.__globals__ is other.__globals__
            and self.__extra_names__ == other.__extra_names__
        )

    def __hash__(self):
        return hash((self.__forward_arg__, self.__forward_module__, self.__forward_is_class__))

    def __or__(self, other):
        import typing

        return typing.Union[self, other]

    def __ror__(self, other):
        import typing

        return typing.Union[other, self]

    def __repr__(self):
        extra = ""
        if self.__forward_module__ is not None:
            extra += f", module={self.__forward_module__!r}"
        if self.__forward_is_class__:
            extra += ", is_class=True"
        if self.__owner__ is not None:
            extra += f", owner={self.__owner__!r}"
        return f"ForwardRef({self.__forward_arg__!r}{extra})"


class _Stringifier:
    """Stands for a name while an annotation is computed: every operation gives the expression that was written."""

    def __init__(self, node, run):
        self.__dict__.update(_node=node, _run=run)
        run.made.append(self)

    def _new(self, node):
        return _Stringifier(node, self._run)

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        ast = self._run.ast
        return self._new(ast.Attribute(self._node, name, ast.Load()))

    def __getitem__(self, index):
        ast = self._run.ast
        return self._new(ast.Subscript(self._node, self._run.node_of(index, bare=True), ast.Load()))

    def __call__(self, /, *args, **kwargs):
        run = self._run
        keywords = [run.ast.keyword(name, run.node_of(value)) for name, value in kwargs.items()]
        return self._new(run.ast.Call(self._node, [run.node_of(a) for a in args], keywords))

    def __iter__(self):
        yield self._new(self._run.ast.Starred(self._node, self._run.ast.Load()))

    def __hash__(self):
        return id(self)


def _operators():
    def binary(name):
        def forward(self, other):
            run = self._run
            return self._new(run.ast.BinOp(self._node, getattr(run.ast, name)(), run.node_of(other)))

        def reflected(self, other):
            run = self._run
            return self._new(run.ast.BinOp(run.node_of(other), getattr(run.ast, name)(), self._node))

        return forward, reflected

    def comparison(name):
        def compare(self, other):
            run = self._run
            return self._new(run.ast.Compare(self._node, [getattr(run.ast, name)()], [run.node_of(other)]))

        return compare

    def unary(name):
        return lambda self: self._new(self._run.ast.UnaryOp(getattr(self._run.ast, name)(), self._node))

    for method, name in {
        "add": "Add", "sub": "Sub", "mul": "Mult", "matmul": "MatMult", "truediv": "Div", "mod": "Mod", "lshift": "LShift",
        "rshift": "RShift", "or": "BitOr", "xor": "BitXor", "and": "BitAnd", "floordiv": "FloorDiv", "pow": "Pow",
    }.items():
        forward, reflected = binary(name)
        setattr(_Stringifier, f"__{method}__", forward)
        setattr(_Stringifier, f"__r{method}__", reflected)
    for method, name in {"lt": "Lt", "gt": "Gt", "le": "LtE", "ge": "GtE", "eq": "Eq", "ne": "NotEq"}.items():
        setattr(_Stringifier, f"__{method}__", comparison(name))
    for method, name in {"invert": "Invert", "pos": "UAdd", "neg": "USub"}.items():
        setattr(_Stringifier, f"__{method}__", unary(name))


_operators()
del _operators


class _Run:
    """One computation with names that stand for themselves."""

    def __init__(self, format, owner):
        import ast

        self.ast = ast
        self.format = format
        self.owner = owner
        self.made = []
        self.extra_names = {}

    def name(self, text):
        return _Stringifier(self.ast.Name(text, self.ast.Load()), self)

    def node_of(self, value, bare=False):
        """The expression of an operand. `bare`: a tuple needs no parentheses."""
        ast = self.ast
        if isinstance(value, _Stringifier):
            return value._node
        if isinstance(value, slice):
            parts = [None if part is None else self.node_of(part) for part in (value.start, value.stop, value.step)]
            return ast.Slice(*parts)
        if type(value) is tuple:
            return ast.Tuple([self.node_of(item) for item in value], ast.Load())
        if self.format == Format.STRING:
            if type(value) is list:
                return ast.List([self.node_of(item) for item in value], ast.Load())
            if type(value) is set:
                return ast.Set([self.node_of(item) for item in value])
            if type(value) is dict:
                return ast.Dict([self.node_of(key) for key in value], [self.node_of(item) for item in value.values()])
        if value is None or value is ... or isinstance(value, (int, float, complex, str, bytes)):
            return ast.Constant(value)
        if self.format == Format.STRING:
            return ast.Name(type_repr(value), ast.Load())
        name = f"__annotationlib_name_{len(self.extra_names) + 1}__"
        self.extra_names[name] = value
        return ast.Name(name, ast.Load())

    def text(self, value):
        if isinstance(value, str):
            return value
        if isinstance(value, (_Stringifier, tuple, list, set, dict)):
            return self.ast.unparse(self.node_of(value))
        return repr(value)

    def settle(self, globals, cells, is_class):
        """What was made becomes references to what is missing."""
        for item in self.made:
            text = self.ast.unparse(item._node)
            extra = {name: value for name, value in self.extra_names.items() if name in text}
            item.__dict__.clear()
            item.__class__ = ForwardRef
            ForwardRef.__init__(item, text, owner=self.owner, is_class=is_class)
            item.__dict__.update(__globals__=globals, __cells__=cells, __extra_names__=extra or None)


def _names_of(code):
    names = set(code.co_names)
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            names |= _names_of(const)
    return names


def _run_faked(annotate, run, keep):
    """Calls `annotate` where names stand for themselves: all of them, or those that `keep` does not find."""
    code = annotate.__code__
    globals = dict(annotate.__globals__) if keep else {"__builtins__": {}}
    for name in _names_of(code):
        if name in ("__conditional_annotations__", "__classdict__", "NotImplementedError"):
            if name in annotate.__globals__:
                globals[name] = annotate.__globals__[name]
        elif not keep or (name not in globals and not hasattr(builtins, name)):
            globals[name] = run.name(name)
    closure = None
    if annotate.__closure__ is not None:
        cells = []
        for name, cell in zip(code.co_freevars, annotate.__closure__, strict=True):
            known = True
            try:
                cell.cell_contents
            except ValueError:
                known = False
            if name == "__classdict__" and not keep:
                cell = types.CellType({})
            elif name != "__conditional_annotations__" and not (keep and known):
                cell = types.CellType(run.name(name))
            cells.append(cell)
        closure = tuple(cells)
    func = types.FunctionType(code, globals, closure=closure, argdefs=annotate.__defaults__)
    func.__kwdefaults__ = annotate.__kwdefaults__
    return func(Format.VALUE_WITH_FAKE_GLOBALS)


def call_evaluate_function(evaluate, format, *, owner=None):
    """Calls the function of a lazily evaluated value, such as the bound of a type variable."""
    return call_annotate_function(evaluate, format, owner=owner, _is_evaluate=True)


def call_annotate_function(annotate, format, *, owner=None, _is_evaluate=False):
    """Calls an __annotate__ function for a format, also one that itself knows nothing but values."""
    if format == Format.VALUE_WITH_FAKE_GLOBALS:
        raise ValueError("The VALUE_WITH_FAKE_GLOBALS format is for internal use only")
    try:
        return annotate(format)
    except NotImplementedError:
        pass
    annotate = getattr(annotate, "__func__", annotate)
    run = _Run(format, owner)
    if format == Format.STRING:
        found = _run_faked(annotate, run, keep=False)
        if _is_evaluate:
            return run.text(found)
        return {name: run.text(value) for name, value in found.items()}
    if format == Format.FORWARDREF:
        try:
            return annotate(Format.VALUE)
        except NotImplementedError:
            raise
        except Exception:
            pass
        found = _run_faked(annotate, run, keep=True)
        cells = dict(zip(annotate.__code__.co_freevars, annotate.__closure__ or ()))
        cells = {name: cell for name, cell in cells.items() if not name.startswith("__")}
        is_class = isinstance(owner, type)
        run.settle(annotate.__globals__, cells or None, is_class)
        return found
    if format == Format.VALUE:
        raise RuntimeError("annotate function does not support VALUE format")
    raise ValueError(f"Invalid format: {format!r}")


def get_annotate_from_class_namespace(obj):
    """The __annotate__ in the namespace of a class that is being made, or None."""
    return obj.get("__annotate__") or obj.get("__annotate_func__")


def type_repr(value):
    """Text of a value in an annotation."""
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
        if value.__module__ == "builtins":
            return value.__qualname__
        return f"{value.__module__}.{value.__qualname__}"
    return "..." if value is ... else repr(value)


def annotations_to_string(annotations):
    """Annotations as text."""
    return {name: value if isinstance(value, str) else type_repr(value) for name, value in annotations.items()}


def _value_annotations(obj):
    found = getattr(obj, "__annotations__", None)
    if found is not None and not isinstance(found, dict):
        raise ValueError(f"{obj!r}.__annotations__ is neither a dict nor None")
    return found


def _annotated(obj, format):
    annotate = getattr(obj, "__annotate__", None)
    if annotate is None:
        return None
    found = call_annotate_function(annotate, format, owner=obj)
    if not isinstance(found, dict):
        raise ValueError(f"{obj!r}.__annotate__ returned a non-dict")
    return found


def _found(obj, format):
    if format == Format.VALUE:
        found = _value_annotations(obj)
        return _annotated(obj, format) if found is None else found
    if format == Format.FORWARDREF:
        try:
            found = _value_annotations(obj)
        except Exception:
            found = None
        if found is not None:
            return found
        found = _annotated(obj, format)
        return _value_annotations(obj) if found is None else found
    if format == Format.STRING:
        found = _annotated(obj, format)
        if found is not None:
            return dict(found)
        found = _value_annotations(obj)
        return None if found is None else annotations_to_string(found)
    if format == Format.VALUE_WITH_FAKE_GLOBALS:
        raise ValueError("The VALUE_WITH_FAKE_GLOBALS format is for internal use only")
    raise ValueError(f"Unsupported format {format!r}")


def get_annotations(obj, *, globals=None, locals=None, eval_str=False, format=Format.VALUE):
    """The annotations of a function, class or module as a new dict."""
    if eval_str and format != Format.VALUE:
        raise ValueError("eval_str=True is only supported with format=Format.VALUE")
    found = _found(obj, format)
    if found is None:
        if isinstance(obj, type) or callable(obj):
            return {}
        raise TypeError(f"{obj!r} does not have annotations")
    if not found:
        return {}
    if not eval_str:
        return dict(found)
    own_globals, own_locals, inner = None, None, obj
    if isinstance(obj, type):
        own_globals = getattr(sys.modules.get(getattr(obj, "__module__", None)), "__dict__", None)
        own_locals = dict(vars(obj))
        inner = None
    elif isinstance(obj, types.ModuleType):
        own_globals = obj.__dict__
        inner = None
    while inner is not None:
        if hasattr(inner, "__wrapped__"):
            inner = inner.__wrapped__
        elif isinstance(inner, functools.partial):
            inner = inner.func
        else:
            own_globals = getattr(inner, "__globals__", own_globals)
            break
    globals = own_globals if globals is None else globals
    locals = own_locals if locals is None else locals
    params = getattr(obj, "__type_params__", ())
    if params:
        locals = {**{p.__name__: p for p in params}, **(locals or {})}
    return {name: eval(value, globals, locals) if isinstance(value, str) else value for name, value in found.items()}
