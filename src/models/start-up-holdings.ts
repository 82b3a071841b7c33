/**
 * How often a CPython that has just started, without installed packages, holds the objects that all code shares: pairs `object:count` of
 * those that more than one holds. Measured by tools/start-up-holdings.py. From 3.12 on these objects are immortal.
 */
export interface StartUpHoldings {
  readonly ints: string;
  /** One-character strings and one-byte bytes, by code. */
  readonly chars: string;
  readonly bytes: string;
  /** By name, those of builtins. */
  readonly types: string;
  /** By expression. */
  readonly singletons: string;
}

/** CPython 3.6.15. */
export const holdings3_6: StartUpHoldings = {
  ints:
    '-3:2 -2:2 -1:26 0:440 1:796 2:97 3:46 4:58 5:30 6:21 7:18 8:62 9:14 10:14 11:15 12:10 13:12 14:11 15:10 16:22 17:11 18:9 19:9 20:9 ' +
    '21:8 22:8 23:11 24:7 25:7 26:7 27:7 28:7 29:9 30:9 31:7 32:14 33:5 34:7 35:7 36:5 37:5 38:5 39:5 40:5 41:2 42:5 43:5 44:5 45:5 ' +
    '46:5 47:5 48:5 49:5 50:5 51:5 52:5 53:6 54:5 55:5 56:8 57:5 58:2 59:5 60:6 61:5 62:5 63:5 64:26 65:10 66:8 67:8 68:8 69:8 70:8 ' +
    '71:8 72:9 73:8 74:8 75:8 76:8 77:8 78:8 79:5 80:5 81:5 82:5 83:5 84:5 85:5 86:5 87:5 88:5 89:5 90:5 91:5 92:5 93:5 94:5 95:7 96:5 ' +
    '97:5 98:5 99:5 100:5 101:5 102:5 103:6 104:6 105:5 106:5 107:5 108:6 109:5 110:6 111:6 112:5 113:5 114:6 115:6 116:5 117:5 118:5 ' +
    '119:5 120:5 121:5 122:5 123:5 124:5 125:5 126:5 127:8 128:21 129:5 130:5 131:5 132:4 256:18',
  chars:
    '10:8 13:2 32:2 35:5 36:3 41:3 42:3 45:3 46:30 47:15 53:2 58:9 61:2 63:3 66:2 67:16 ' +
    '76:2 83:3 84:2 92:29 93:2 95:10 97:2 98:5 99:7 100:4 101:6 102:6 104:2 105:16 106:3 107:3 108:3 109:14 110:7 112:10 113:3 114:12 ' +
    '115:12 116:3 118:12 119:11 120:11 123:2 125:2 126:4',
  bytes: '48:3 49:7 95:2',
  types:
    'ArithmeticError:13 AssertionError:7 AttributeError:7 BaseException:94 BlockingIOError:11 BrokenPipeError:8 BufferError:7 ' +
    'BytesWarning:8 ChildProcessError:7 ConnectionAbortedError:7 ConnectionError:14 ConnectionRefusedError:7 ConnectionResetError:7 ' +
    'DeprecationWarning:8 EOFError:7 EnvironmentError:55 Exception:93 FileExistsError:7 FileNotFoundError:7 FloatingPointError:7 ' +
    'FutureWarning:7 GeneratorExit:7 IOError:55 ImportError:16 ImportWarning:8 IndentationError:8 IndexError:7 InterruptedError:7 ' +
    'IsADirectoryError:7 KeyError:7 KeyboardInterrupt:7 LookupError:14 MemoryError:7 ModuleNotFoundError:6 NameError:9 ' +
    'NotADirectoryError:7 NotImplementedError:7 OSError:55 OverflowError:7 PendingDeprecationWarning:8 PermissionError:8 ' +
    'ProcessLookupError:7 RecursionError:7 ReferenceError:7 ResourceWarning:8 RuntimeError:17 RuntimeWarning:7 StopAsyncIteration:7 ' +
    'StopIteration:7 SyntaxError:16 SyntaxWarning:7 SystemError:9 SystemExit:7 TabError:6 TimeoutError:7 TypeError:7 ' +
    'UnboundLocalError:7 UnicodeDecodeError:13 UnicodeEncodeError:13 UnicodeError:13 UnicodeTranslateError:13 UnicodeWarning:7 ' +
    'UserWarning:7 ValueError:14 Warning:27 ZeroDivisionError:7 bool:14 bytearray:80 bytes:67 classmethod:14 complex:43 dict:35 ' +
    'enumerate:10 filter:10 float:51 frozenset:36 int:67 list:39 map:10 memoryview:38 object:535 property:22 range:27 reversed:12 ' +
    'set:49 slice:19 staticmethod:14 str:73 super:13 tuple:58 type:37 zip:11',
  singletons: 'Ellipsis:4 NotImplemented:4 False:114 True:111 tuple():1283 bytes():19 str():158 frozenset():11 __builtins__:47',
};

/** CPython 3.7.16. */
export const holdings3_7: StartUpHoldings = {
  ints:
    '-4:2 -3:2 -2:2 -1:22 0:246 1:114 2:89 3:40 4:51 5:25 6:16 7:15 8:32 9:10 10:9 11:9 12:6 13:6 14:7 15:6 16:23 17:8 18:5 19:6 20:5 ' +
    '21:5 22:4 23:5 24:4 25:4 26:4 27:4 28:4 29:6 30:6 31:4 32:11 33:2 34:4 35:2 36:2 37:2 38:2 39:2 40:2 41:2 42:2 43:2 44:2 45:2 46:2 ' +
    '47:2 48:2 49:2 50:2 51:2 52:2 53:3 54:2 55:2 56:5 57:2 58:2 59:2 60:3 61:2 62:2 63:2 64:23 65:7 66:5 67:5 68:5 69:5 70:5 71:5 72:6 ' +
    '73:5 74:5 75:5 76:5 77:5 78:5 79:2 80:2 81:2 82:2 83:2 84:2 85:2 86:2 87:2 88:2 89:2 90:2 91:2 92:2 93:2 94:2 95:2 96:2 97:2 98:2 ' +
    '99:2 100:2 101:2 102:2 103:3 104:3 105:2 106:2 107:2 108:3 109:2 110:3 111:3 112:2 113:2 114:3 115:3 116:2 117:2 118:2 119:2 120:2 ' +
    '121:2 122:2 123:2 124:2 125:2 126:2 127:5 128:18 129:2 130:2 131:2 256:18',
  chars:
    '10:8 13:2 35:3 36:2 41:2 42:3 45:2 46:29 47:14 58:3 61:2 63:3 66:2 67:16 76:2 ' +
    '83:3 84:2 92:3 93:2 95:9 97:2 98:4 99:6 100:3 101:3 102:4 104:2 105:15 106:2 107:2 108:2 109:8 110:5 112:10 113:3 114:13 115:9 ' +
    '116:2 118:10 119:7 120:11 123:2 125:2 126:4',
  bytes: '48:3 49:7 95:2',
  types:
    'ArithmeticError:13 AssertionError:7 AttributeError:7 BaseException:94 BlockingIOError:11 BrokenPipeError:8 BufferError:7 ' +
    'BytesWarning:7 ChildProcessError:7 ConnectionAbortedError:7 ConnectionError:14 ConnectionRefusedError:7 ConnectionResetError:7 ' +
    'DeprecationWarning:9 EOFError:7 EnvironmentError:55 Exception:93 FileExistsError:7 FileNotFoundError:7 FloatingPointError:7 ' +
    'FutureWarning:7 GeneratorExit:7 IOError:55 ImportError:16 ImportWarning:8 IndentationError:8 IndexError:7 InterruptedError:7 ' +
    'IsADirectoryError:7 KeyError:7 KeyboardInterrupt:7 LookupError:14 MemoryError:7 ModuleNotFoundError:6 NameError:9 ' +
    'NotADirectoryError:7 NotImplementedError:7 OSError:55 OverflowError:7 PendingDeprecationWarning:8 PermissionError:8 ' +
    'ProcessLookupError:7 RecursionError:7 ReferenceError:7 ResourceWarning:8 RuntimeError:17 RuntimeWarning:7 StopAsyncIteration:7 ' +
    'StopIteration:7 SyntaxError:16 SyntaxWarning:7 SystemError:9 SystemExit:7 TabError:6 TimeoutError:7 TypeError:7 ' +
    'UnboundLocalError:7 UnicodeDecodeError:13 UnicodeEncodeError:13 UnicodeError:13 UnicodeTranslateError:13 UnicodeWarning:7 ' +
    'UserWarning:7 ValueError:14 Warning:27 ZeroDivisionError:7 bool:14 bytearray:81 bytes:68 classmethod:14 complex:43 dict:35 ' +
    'enumerate:10 filter:10 float:51 frozenset:36 int:67 list:39 map:10 memoryview:38 object:565 property:22 range:27 reversed:12 ' +
    'set:49 slice:19 staticmethod:14 str:74 super:13 tuple:58 type:37 zip:11',
  singletons: 'Ellipsis:4 NotImplemented:4 False:106 True:102 tuple():1165 bytes():11 str():55 __builtins__:48',
};

/** CPython 3.8.18. */
export const holdings3_8: StartUpHoldings = {
  ints:
    '-4:2 -3:2 -2:2 -1:27 0:264 1:121 2:102 3:41 4:59 5:27 6:15 7:16 8:35 9:12 10:10 11:13 12:8 13:6 14:6 15:7 16:24 17:8 18:6 19:6 ' +
    '20:6 21:5 22:5 23:5 24:5 25:4 26:8 27:4 28:6 29:6 30:8 31:5 32:12 33:2 34:5 35:2 36:2 37:2 38:2 39:2 40:2 41:2 42:3 43:2 44:2 45:2 ' +
    '46:3 47:2 48:2 49:2 50:2 51:2 52:2 53:3 54:2 55:2 56:5 57:2 58:2 59:2 60:3 61:2 62:2 63:6 64:23 65:7 66:5 67:5 68:5 69:5 70:5 71:5 ' +
    '72:6 73:5 74:5 75:5 76:5 77:5 78:5 79:2 80:2 81:2 82:2 83:2 84:2 85:2 86:2 87:2 88:2 89:2 90:2 91:2 92:2 93:2 94:2 95:2 96:2 97:2 ' +
    '98:2 99:2 100:2 101:2 102:2 103:3 104:3 105:2 106:2 107:2 108:3 109:2 110:3 111:3 112:2 113:2 114:3 115:3 116:2 117:2 118:2 119:2 ' +
    '120:2 121:2 122:2 123:2 124:2 125:2 126:2 127:3 128:18 129:2 130:2 131:2 256:18',
  chars:
    '10:8 13:2 35:3 36:2 41:2 42:3 45:2 46:32 47:19 58:5 61:2 63:3 66:2 67:3 76:2 ' +
    '83:3 84:2 92:3 93:2 95:8 97:2 98:4 99:7 100:4 101:3 102:4 104:2 105:16 106:2 107:2 108:2 109:6 110:5 111:2 112:11 113:3 114:12 ' +
    '115:11 116:4 118:10 119:7 120:9 123:2 125:2 126:4',
  bytes: '48:3 49:7 95:2',
  types:
    'ArithmeticError:13 AssertionError:7 AttributeError:7 BaseException:93 BlockingIOError:11 BrokenPipeError:8 BufferError:7 ' +
    'BytesWarning:7 ChildProcessError:7 ConnectionAbortedError:7 ConnectionError:14 ConnectionRefusedError:7 ConnectionResetError:7 ' +
    'DeprecationWarning:9 EOFError:7 EnvironmentError:55 Exception:90 FileExistsError:7 FileNotFoundError:7 FloatingPointError:7 ' +
    'FutureWarning:7 GeneratorExit:7 IOError:55 ImportError:16 ImportWarning:8 IndentationError:8 IndexError:7 InterruptedError:7 ' +
    'IsADirectoryError:7 KeyError:7 KeyboardInterrupt:7 LookupError:14 MemoryError:7 ModuleNotFoundError:6 NameError:9 ' +
    'NotADirectoryError:7 NotImplementedError:7 OSError:55 OverflowError:7 PendingDeprecationWarning:8 PermissionError:8 ' +
    'ProcessLookupError:7 RecursionError:7 ReferenceError:7 ResourceWarning:8 RuntimeError:17 RuntimeWarning:7 StopAsyncIteration:7 ' +
    'StopIteration:7 SyntaxError:16 SyntaxWarning:7 SystemError:9 SystemExit:7 TabError:6 TimeoutError:7 TypeError:7 ' +
    'UnboundLocalError:7 UnicodeDecodeError:13 UnicodeEncodeError:13 UnicodeError:13 UnicodeTranslateError:13 UnicodeWarning:7 ' +
    'UserWarning:7 ValueError:14 Warning:27 ZeroDivisionError:7 bool:13 bytearray:81 bytes:68 classmethod:14 complex:42 dict:36 ' +
    'enumerate:10 filter:10 float:50 frozenset:36 int:67 list:39 map:10 memoryview:39 object:582 property:22 range:27 reversed:12 ' +
    'set:49 slice:19 staticmethod:14 str:74 super:13 tuple:71 type:37 zip:11',
  singletons: 'Ellipsis:4 NotImplemented:4 False:109 True:105 tuple():1226 bytes():9 str():56 __builtins__:48',
};

/** CPython 3.9.18. */
export const holdings3_9: StartUpHoldings = {
  ints:
    '-4:2 -3:2 -2:2 -1:30 0:249 1:102 2:87 3:35 4:46 5:26 6:13 7:13 8:27 9:12 10:10 11:14 12:8 13:6 14:6 15:7 16:21 17:8 18:6 19:6 20:6 ' +
    '21:5 22:5 23:5 24:5 25:5 26:7 27:4 28:6 29:6 30:8 31:5 32:10 33:2 34:5 35:2 36:2 37:2 38:2 39:2 40:2 41:2 42:3 43:2 44:2 45:2 46:3 ' +
    '47:2 48:2 49:2 50:2 51:2 52:2 53:3 54:2 55:2 56:4 57:2 58:2 59:2 60:3 61:2 62:2 63:5 64:18 65:6 66:4 67:4 68:4 69:4 70:4 71:4 72:5 ' +
    '73:4 74:4 75:4 76:4 77:4 78:4 79:2 80:2 81:2 82:2 83:2 84:2 85:2 86:2 87:2 88:2 89:2 90:2 91:2 92:2 93:2 94:2 95:2 96:2 97:2 98:2 ' +
    '99:2 100:2 101:2 102:2 103:3 104:3 105:2 106:2 107:2 108:3 109:2 110:3 111:3 112:2 113:2 114:3 115:3 116:2 117:2 118:2 119:2 120:2 ' +
    '121:2 122:2 123:2 124:2 125:2 126:2 127:3 128:14 129:2 130:2 131:2 256:13',
  chars:
    '10:8 13:2 35:3 36:2 41:2 42:3 45:2 46:33 47:19 58:5 61:2 63:3 66:2 67:3 76:2 ' +
    '83:3 84:2 92:3 93:3 95:8 97:3 98:4 99:7 100:4 101:3 102:4 104:2 105:16 106:2 107:2 108:2 109:6 110:5 111:2 112:11 113:3 114:12 ' +
    '115:11 116:4 118:10 119:7 120:9 123:2 125:2 126:4',
  bytes: '48:3 49:7 95:2',
  types:
    'ArithmeticError:13 AssertionError:7 AttributeError:7 BaseException:93 BlockingIOError:11 BrokenPipeError:8 BufferError:7 ' +
    'BytesWarning:7 ChildProcessError:7 ConnectionAbortedError:7 ConnectionError:14 ConnectionRefusedError:7 ConnectionResetError:7 ' +
    'DeprecationWarning:9 EOFError:7 EnvironmentError:54 Exception:90 FileExistsError:7 FileNotFoundError:7 FloatingPointError:7 ' +
    'FutureWarning:7 GeneratorExit:7 IOError:54 ImportError:16 ImportWarning:8 IndentationError:8 IndexError:7 InterruptedError:7 ' +
    'IsADirectoryError:7 KeyError:7 KeyboardInterrupt:7 LookupError:14 MemoryError:7 ModuleNotFoundError:6 NameError:9 ' +
    'NotADirectoryError:7 NotImplementedError:7 OSError:54 OverflowError:7 PendingDeprecationWarning:8 PermissionError:8 ' +
    'ProcessLookupError:7 RecursionError:7 ReferenceError:7 ResourceWarning:8 RuntimeError:17 RuntimeWarning:7 StopAsyncIteration:7 ' +
    'StopIteration:7 SyntaxError:16 SyntaxWarning:7 SystemError:9 SystemExit:7 TabError:6 TimeoutError:7 TypeError:7 ' +
    'UnboundLocalError:7 UnicodeDecodeError:13 UnicodeEncodeError:13 UnicodeError:13 UnicodeTranslateError:13 UnicodeWarning:7 ' +
    'UserWarning:7 ValueError:14 Warning:27 ZeroDivisionError:7 bool:13 bytearray:83 bytes:70 classmethod:14 complex:42 dict:40 ' +
    'enumerate:11 filter:10 float:52 frozenset:37 int:67 list:40 map:10 memoryview:39 object:587 property:22 range:27 reversed:12 ' +
    'set:50 slice:19 staticmethod:14 str:76 super:13 tuple:72 type:37 zip:11',
  singletons: 'Ellipsis:4 NotImplemented:4 False:109 True:105 tuple():1248 bytes():27 str():57 __builtins__:46',
};

/** CPython 3.10.13. */
export const holdings3_10: StartUpHoldings = {
  ints:
    '-4:2 -3:2 -2:2 -1:29 0:225 1:101 2:87 3:34 4:47 5:25 6:11 7:12 8:26 9:10 10:10 11:13 12:7 13:6 14:5 15:6 16:21 17:8 18:4 19:5 20:5 ' +
    '21:4 22:4 23:4 24:4 25:4 26:6 27:3 28:5 29:4 30:7 31:4 32:10 33:2 34:4 35:2 36:2 37:2 38:2 39:2 40:2 41:2 42:3 43:2 44:2 45:2 46:3 ' +
    '47:2 48:2 49:2 50:2 51:2 52:2 53:3 54:2 55:2 56:4 57:2 58:2 59:2 60:3 61:2 62:2 63:5 64:17 65:5 66:4 67:4 68:4 69:4 70:4 71:4 72:5 ' +
    '73:4 74:4 75:4 76:4 77:4 78:4 79:2 80:2 81:2 82:2 83:2 84:2 85:2 86:2 87:2 88:2 89:2 90:2 91:2 92:2 93:2 94:2 95:2 96:2 97:2 98:2 ' +
    '99:2 100:2 101:2 102:2 103:3 104:3 105:2 106:2 107:2 108:3 109:2 110:3 111:3 112:2 113:2 114:3 115:3 116:2 117:2 118:2 119:2 120:2 ' +
    '121:2 122:2 123:2 124:2 125:2 126:2 127:3 128:14 129:2 130:2 131:2 256:13',
  chars:
    '10:8 13:2 35:3 36:2 41:3 42:3 45:2 46:31 47:16 58:4 61:2 63:3 66:2 67:3 76:2 ' +
    '83:3 84:2 92:2 93:3 95:8 97:3 98:5 99:7 100:4 101:3 102:4 104:2 105:16 106:2 107:2 108:2 109:6 110:5 111:2 112:11 113:3 114:11 ' +
    '115:10 116:4 118:10 119:7 120:10 123:2 125:2 126:4',
  bytes: '48:3 49:7 95:2',
  types:
    'ArithmeticError:13 AssertionError:7 AttributeError:9 BaseException:94 BlockingIOError:11 BrokenPipeError:8 BufferError:7 ' +
    'BytesWarning:7 ChildProcessError:7 ConnectionAbortedError:7 ConnectionError:14 ConnectionRefusedError:7 ConnectionResetError:7 ' +
    'DeprecationWarning:9 EOFError:7 EncodingWarning:7 EnvironmentError:54 Exception:91 FileExistsError:7 FileNotFoundError:7 ' +
    'FloatingPointError:7 FutureWarning:7 GeneratorExit:7 IOError:54 ImportError:16 ImportWarning:8 IndentationError:8 IndexError:7 ' +
    'InterruptedError:7 IsADirectoryError:7 KeyError:7 KeyboardInterrupt:7 LookupError:14 MemoryError:7 ModuleNotFoundError:6 ' +
    'NameError:10 NotADirectoryError:7 NotImplementedError:7 OSError:54 OverflowError:7 PendingDeprecationWarning:8 PermissionError:8 ' +
    'ProcessLookupError:7 RecursionError:7 ReferenceError:7 ResourceWarning:8 RuntimeError:15 RuntimeWarning:7 StopAsyncIteration:7 ' +
    'StopIteration:7 SyntaxError:18 SyntaxWarning:7 SystemError:9 SystemExit:7 TabError:6 TimeoutError:7 TypeError:7 ' +
    'UnboundLocalError:6 UnicodeDecodeError:13 UnicodeEncodeError:13 UnicodeError:13 UnicodeTranslateError:13 UnicodeWarning:7 ' +
    'UserWarning:7 ValueError:14 Warning:29 ZeroDivisionError:7 bool:13 bytearray:83 bytes:70 classmethod:16 complex:34 dict:40 ' +
    'enumerate:11 filter:10 float:52 frozenset:37 int:68 list:40 map:10 memoryview:40 object:494 property:23 range:27 reversed:12 ' +
    'set:50 slice:19 staticmethod:17 str:76 super:13 tuple:72 type:40 zip:12',
  singletons: 'Ellipsis:4 NotImplemented:4 False:102 True:109 tuple():1241 bytes():9 str():58 __builtins__:48',
};

/** CPython 3.11.7. */
export const holdings3_11: StartUpHoldings = {
  ints:
    '-1:3 0:147 1:66 2:61 3:28 4:41 5:23 6:10 7:13 8:19 9:9 10:7 11:12 12:4 13:5 14:4 15:5 16:14 17:6 18:6 19:5 20:4 21:4 22:4 23:4 ' +
    '24:3 25:3 26:5 27:3 28:3 29:4 30:5 31:3 32:9 33:2 34:3 35:2 36:2 37:2 38:2 39:2 40:2 41:2 42:2 43:2 44:2 45:2 46:2 47:2 48:2 49:2 ' +
    '50:2 51:2 52:2 53:3 54:2 55:2 56:4 57:2 58:2 59:2 60:3 61:2 62:2 63:4 64:17 65:5 66:4 67:4 68:4 69:4 70:4 71:4 72:4 73:4 74:4 75:4 ' +
    '76:4 77:4 78:4 79:2 80:2 81:2 82:2 83:2 84:2 85:2 86:2 87:2 88:2 89:2 90:2 91:2 92:2 93:2 94:2 95:2 96:2 97:2 98:2 99:2 100:2 ' +
    '101:2 102:2 103:3 104:3 105:2 106:2 107:2 108:3 109:2 110:3 111:3 112:2 113:2 114:3 115:3 116:2 117:2 118:2 119:2 120:2 121:2 ' +
    '122:2 123:2 124:2 125:2 126:2 127:2 128:13 129:2 130:2 131:2 249:2 256:13',
  chars: '10:4 41:2 42:2 46:3 58:2 114:2 119:3',
  bytes: '48:3 49:7 95:2',
  types:
    'ArithmeticError:12 AssertionError:6 AttributeError:8 BaseException:97 BaseExceptionGroup:16 BlockingIOError:10 BrokenPipeError:7 ' +
    'BufferError:6 BytesWarning:6 ChildProcessError:6 ConnectionAbortedError:6 ConnectionError:13 ConnectionRefusedError:6 ' +
    'ConnectionResetError:6 DeprecationWarning:8 EOFError:6 EncodingWarning:6 EnvironmentError:51 Exception:92 ExceptionGroup:5 ' +
    'FileExistsError:6 FileNotFoundError:6 FloatingPointError:6 FutureWarning:6 GeneratorExit:6 IOError:51 ImportError:15 ' +
    'ImportWarning:7 IndentationError:7 IndexError:6 InterruptedError:6 IsADirectoryError:6 KeyError:6 KeyboardInterrupt:6 ' +
    'LookupError:13 MemoryError:6 ModuleNotFoundError:5 NameError:9 NotADirectoryError:6 NotImplementedError:6 OSError:51 ' +
    'OverflowError:6 PendingDeprecationWarning:7 PermissionError:7 ProcessLookupError:6 RecursionError:6 ReferenceError:6 ' +
    'ResourceWarning:7 RuntimeError:14 RuntimeWarning:6 StopAsyncIteration:6 StopIteration:6 SyntaxError:17 SyntaxWarning:6 ' +
    'SystemError:8 SystemExit:6 TabError:5 TimeoutError:6 TypeError:6 UnboundLocalError:5 UnicodeDecodeError:12 UnicodeEncodeError:12 ' +
    'UnicodeError:12 UnicodeTranslateError:12 UnicodeWarning:6 UserWarning:6 ValueError:13 Warning:28 ZeroDivisionError:6 bool:13 ' +
    'bytearray:83 bytes:71 classmethod:16 complex:35 dict:40 enumerate:11 filter:10 float:51 frozenset:37 int:68 list:40 map:10 ' +
    'memoryview:40 object:503 property:23 range:27 reversed:12 set:50 slice:19 staticmethod:17 str:76 super:13 tuple:75 type:40 zip:12',
  singletons: 'Ellipsis:4 NotImplemented:4 False:70 True:48 tuple():56 bytes():11 str():39 __builtins__:48',
};
