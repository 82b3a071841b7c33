"""What sysconfig says about how this Python was built: there was no C build."""

build_time_vars = {
    "ABIFLAGS": "",
    "CC": "",
    "CFLAGS": "",
    "EXT_SUFFIX": ".so",
    "LDFLAGS": "",
    "Py_DEBUG": 0,
    "Py_ENABLE_SHARED": 0,
    "Py_GIL_DISABLED": 0,
    "SO": ".so",
    "SOABI": "",
    "TZPATH": "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo",
    "WITH_PYMALLOC": 1,
}
