"""The part of ctypes that looks at objects in memory.

Addresses are those of id(): reading them reads the interpreter's live heap, where the header of every object is
a reference count of eight bytes and the type. There are no foreign functions here.
"""

import struct as _struct

import _ctypes_ouroboros as _memory

__version__ = "1.1.0"


class ArgumentError(Exception):
    pass


def _missing(name):
    return NotImplementedError(f"ctypes.{name}: Ouroboros has no foreign functions, only the objects of its own heap")


class _Buffer:
    """Bytes of an instance's own."""

    def __init__(self, size):
        self.bytes = bytearray(size)

    def read(self, offset, size):
        return bytes(self.bytes[offset:offset + size])

    def write(self, offset, data):
        self.bytes[offset:offset + len(data)] = data


class _Heap:
    """Bytes of the live heap."""

    def __init__(self, address):
        self.address = address

    def read(self, offset, size):
        return _memory.read(self.address + offset, size)

    def write(self, offset, data):
        _memory.write(self.address + offset, data)


class _DataType(type):
    def __mul__(cls, length):
        raise _missing(f"{cls.__name__} * {length}")

    __rmul__ = __mul__

    def from_address(cls, address):
        """An instance that lives at an address."""
        if not isinstance(address, int):
            raise TypeError("integer expected")
        self = cls.__new__(cls)
        self._place(_Heap(address), 0)
        return self

    def from_buffer(cls, source, offset=0):
        raise _missing(f"{cls.__name__}.from_buffer")

    def from_buffer_copy(cls, source, offset=0):
        view = bytes(source)[offset:offset + cls._size_]
        if len(view) < cls._size_:
            raise ValueError(f"Buffer size too small ({len(bytes(source))} instead of at least {cls._size_ + offset} bytes)")
        self = cls.__new__(cls)
        buffer = _Buffer(cls._size_)
        buffer.write(0, view)
        self._place(buffer, 0)
        return self

    def from_param(cls, value):
        raise _missing(f"{cls.__name__}.from_param")

    def in_dll(cls, library, name):
        raise _missing(f"{cls.__name__}.in_dll")


class _CData(metaclass=_DataType):
    _size_ = 0
    _align_ = 1

    def _place(self, memory, offset):
        self._memory = memory
        self._offset = offset

    def __reduce__(self):
        raise ValueError("ctypes objects containing pointers cannot be pickled")


class _SimpleCData(_CData):
    def __init__(self, value=None):
        self._place(_Buffer(self._size_), 0)
        if value is not None:
            self.value = value

    def _get(self):
        return self._unpack(self._memory.read(self._offset, self._size_), self._memory)

    def _set(self, value):
        self._memory.write(self._offset, self._pack(value, self._memory))

    value = property(lambda self: self._get(), lambda self, value: self._set(value), doc="current value")

    def __bool__(self):
        return bool(self.value)

    def __repr__(self):
        return f"{type(self).__name__}({self.value!r})"


class _Integer(_SimpleCData):
    _signed_ = True

    def _unpack(self, data, memory):
        return int.from_bytes(data, "little", signed=self._signed_)

    def _pack(self, value, memory):
        if not isinstance(value, int):
            raise TypeError(f"an integer is required (got type {type(value).__name__})" if not hasattr(value, "__index__") else "an integer is required")
        return (value & ((1 << (8 * self._size_)) - 1)).to_bytes(self._size_, "little")


def _integer(name, size, signed):
    return _DataType(name, (_Integer,), {"_size_": size, "_align_": size, "_signed_": signed, "__module__": "ctypes"})


c_byte = _integer("c_byte", 1, True)
c_ubyte = _integer("c_ubyte", 1, False)
c_short = _integer("c_short", 2, True)
c_ushort = _integer("c_ushort", 2, False)
c_int = _integer("c_int", 4, True)
c_uint = _integer("c_uint", 4, False)
c_long = _integer("c_long", 8, True)
c_ulong = _integer("c_ulong", 8, False)
c_longlong = c_long
c_ulonglong = c_ulong
c_int8 = c_byte
c_uint8 = c_ubyte
c_int16 = c_short
c_uint16 = c_ushort
c_int32 = c_int
c_uint32 = c_uint
c_int64 = c_long
c_uint64 = c_ulong
c_size_t = c_ulong
c_ssize_t = c_long
c_time_t = c_long


class _Floating(_SimpleCData):
    def _unpack(self, data, memory):
        return _struct.unpack(self._format_, data)[0]

    def _pack(self, value, memory):
        if not isinstance(value, (int, float)):
            raise TypeError(f"must be real number, not {type(value).__name__}")
        return _struct.pack(self._format_, value)


class c_float(_Floating):
    _size_ = _align_ = 4
    _format_ = "<f"


class c_double(_Floating):
    _size_ = _align_ = 8
    _format_ = "<d"


class c_bool(_SimpleCData):
    _size_ = _align_ = 1

    def _unpack(self, data, memory):
        return data != b"\0"

    def _pack(self, value, memory):
        return b"\1" if value else b"\0"


class c_char(_SimpleCData):
    _size_ = _align_ = 1

    def _unpack(self, data, memory):
        return data

    def _pack(self, value, memory):
        if isinstance(value, int):
            return bytes((value,))
        if not isinstance(value, (bytes, bytearray)) or len(value) != 1:
            raise TypeError("one character bytes, bytearray or integer expected")
        return bytes(value)


class c_void_p(_SimpleCData):
    """A pointer. A slot of the heap holds the address in units of four bytes and flags beside it; here it reads as id() has it."""
    _size_ = _align_ = 8

    def _unpack(self, data, memory):
        if isinstance(memory, _Heap):
            address = int.from_bytes(data[:4], "little") * 4
        else:
            address = int.from_bytes(data, "little")
        return address or None

    def _pack(self, value, memory):
        address = value or 0
        if isinstance(memory, _Heap):
            return (address // 4).to_bytes(4, "little") + b"\0\0\0\0"
        return (address & (1 << 64) - 1).to_bytes(8, "little")


class py_object(c_void_p):
    """A reference to an object: `.value` is the object."""
    _own = None

    def __init__(self, value=None):
        self._place(_Buffer(8), 0)
        if value is not None:
            self.value = value

    def _get(self):
        address = self._unpack(self._memory.read(self._offset, 8), self._memory)
        if address is None:
            raise ValueError("PyObject is NULL")
        return _memory.object_at(address)

    def _set(self, value):
        self._memory.write(self._offset, self._pack(id(value), self._memory))
        self._own = value

    def __repr__(self):
        try:
            return f"py_object({self.value!r})"
        except ValueError:
            return "py_object(<NULL>)"


class _Field:
    def __init__(self, name, kind, offset):
        self.name = name
        self.kind = kind
        self.offset = offset
        self.size = kind._size_

    def _part(self, instance):
        part = self.kind.__new__(self.kind)
        part._place(instance._memory, instance._offset + self.offset)
        return part

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        part = self._part(instance)
        return part.value if isinstance(part, _SimpleCData) else part

    def __set__(self, instance, value):
        self._part(instance).value = value

    def __repr__(self):
        return f"<Field type={self.kind.__name__}, ofs={self.offset}, size={self.size}>"


class _StructureType(_DataType):
    def __init__(cls, name, bases, namespace):
        super().__init__(name, bases, namespace)
        if "_fields_" in namespace:
            cls._lay_out(namespace["_fields_"])

    def __setattr__(cls, name, value):
        super().__setattr__(name, value)
        if name == "_fields_":
            cls._lay_out(value)

    def _lay_out(cls, fields):
        base = cls.__mro__[1]
        offset, align = base._size_, base._align_
        size = offset
        for entry in fields:
            if len(entry) > 2:
                raise _missing("Structure with bit fields")
            name, kind = entry
            if not isinstance(kind, _DataType):
                raise TypeError("second item in _fields_ tuple (index 0) must be a C type")
            at = 0 if cls._union_ else -(-size // kind._align_) * kind._align_
            type.__setattr__(cls, name, _Field(name, kind, at))
            size = max(size, at + kind._size_)
            align = max(align, kind._align_)
        type.__setattr__(cls, "_align_", align)
        type.__setattr__(cls, "_size_", -(-size // align) * align)


class Structure(_CData, metaclass=_StructureType):
    _union_ = False

    def __init__(self, *args, **kwargs):
        self._place(_Buffer(self._size_), 0)
        names = [entry[0] for cls in reversed(type(self).__mro__) for entry in cls.__dict__.get("_fields_", ())]
        if len(args) > len(names):
            raise TypeError("too many initializers")
        for name, value in zip(names, args):
            setattr(self, name, value)
        for name, value in kwargs.items():
            setattr(self, name, value)


class Union(Structure):
    _union_ = True


def sizeof(kind):
    """Size in bytes of a C type or of an instance of one."""
    try:
        return kind._size_
    except AttributeError:
        raise TypeError("this type has no size") from None


def alignment(kind):
    """Alignment requirements of a C type or of an instance of one."""
    try:
        return kind._align_
    except AttributeError:
        raise TypeError("no alignment info") from None


def addressof(instance):
    """Address of an instance that lives in the heap."""
    if isinstance(instance._memory, _Heap):
        return instance._memory.address + instance._offset
    raise _missing("addressof of an instance with memory of its own")


def cast(value, kind):
    """An address seen as a py_object or another pointer."""
    address = value.value if isinstance(value, c_void_p) and not isinstance(value, py_object) else value
    if not isinstance(address, int) or not (isinstance(kind, type) and issubclass(kind, c_void_p)):
        raise _missing("cast to this type")
    made = kind()
    made._memory.write(0, address.to_bytes(8, "little"))
    return made


def string_at(address, size=-1):
    """The bytes at an address of the heap."""
    if size >= 0:
        return _memory.read(int(address), size)
    size = 0
    while _memory.read(int(address) + size, 1) != b"\0":
        size += 1
    return _memory.read(int(address), size)


def memmove(target, source, count):
    """Writes bytes to an address of the heap."""
    if not isinstance(target, int):
        raise _missing("memmove to this object")
    data = _memory.read(source, count) if isinstance(source, int) else bytes(source)[:count]
    _memory.write(target, data)
    return target


class _PythonAPI:
    """The few functions of Python's own interface that have a meaning here."""

    @staticmethod
    def Py_IncRef(reference):
        _memory.incref(reference.value if isinstance(reference, py_object) else reference)

    @staticmethod
    def Py_DecRef(reference):
        _memory.decref(reference.value if isinstance(reference, py_object) else reference)

    def __getattr__(self, name):
        raise AttributeError(f"ctypes.pythonapi.{name}: Ouroboros has Py_IncRef and Py_DecRef only")


pythonapi = _PythonAPI()


def __getattr__(name):
    if name in ("CDLL", "PyDLL", "WinDLL", "OleDLL", "LibraryLoader", "cdll", "pydll", "CFUNCTYPE", "PYFUNCTYPE", "POINTER", "pointer", "byref",
                "Array", "ARRAY", "create_string_buffer", "create_unicode_buffer", "c_buffer", "c_char_p", "c_wchar_p", "c_wchar", "c_longdouble",
                "memset", "wstring_at", "resize", "get_errno", "set_errno", "BigEndianStructure", "LittleEndianStructure", "util", "wintypes"):
        raise AttributeError(f"module 'ctypes' has no attribute {name!r}: Ouroboros has no foreign functions, only the objects of its own heap")
    raise AttributeError(f"module 'ctypes' has no attribute {name!r}")
