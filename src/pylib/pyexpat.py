"""The interface of the expat XML parser, as a parser written in Python.

Documents are parsed without reading external entities. What a document declares inside (entities, attribute defaults) is honoured.
"""

import codecs as _codecs
import re as _re
import sys as _sys
import types as _types

EXPAT_VERSION = "expat_2.6.3"
version_info = (2, 6, 3)
native_encoding = "UTF-8"
features = [("sizeof(XML_Char)", 1), ("sizeof(XML_LChar)", 1), ("XML_DTD", 0), ("XML_CONTEXT_BYTES", 1024), ("XML_NS", 0)]
XML_PARAM_ENTITY_PARSING_NEVER = 0
XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE = 1
XML_PARAM_ENTITY_PARSING_ALWAYS = 2

_ERRORS = [
    ("NO_MEMORY", "out of memory"),
    ("SYNTAX", "syntax error"),
    ("NO_ELEMENTS", "no element found"),
    ("INVALID_TOKEN", "not well-formed (invalid token)"),
    ("UNCLOSED_TOKEN", "unclosed token"),
    ("PARTIAL_CHAR", "partial character"),
    ("TAG_MISMATCH", "mismatched tag"),
    ("DUPLICATE_ATTRIBUTE", "duplicate attribute"),
    ("JUNK_AFTER_DOC_ELEMENT", "junk after document element"),
    ("PARAM_ENTITY_REF", "illegal parameter entity reference"),
    ("UNDEFINED_ENTITY", "undefined entity"),
    ("RECURSIVE_ENTITY_REF", "recursive entity reference"),
    ("ASYNC_ENTITY", "asynchronous entity"),
    ("BAD_CHAR_REF", "reference to invalid character number"),
    ("BINARY_ENTITY_REF", "reference to binary entity"),
    ("ATTRIBUTE_EXTERNAL_ENTITY_REF", "reference to external entity in attribute"),
    ("MISPLACED_XML_PI", "XML or text declaration not at start of entity"),
    ("UNKNOWN_ENCODING", "unknown encoding"),
    ("INCORRECT_ENCODING", "encoding specified in XML declaration is incorrect"),
    ("UNCLOSED_CDATA_SECTION", "unclosed CDATA section"),
    ("EXTERNAL_ENTITY_HANDLING", "error in processing external entity reference"),
    ("NOT_STANDALONE", "document is not standalone"),
    ("UNEXPECTED_STATE", "unexpected parser state - please send a bug report"),
    ("ENTITY_DECLARED_IN_PE", "entity declared in parameter entity"),
    ("FEATURE_REQUIRES_XML_DTD", "requested feature requires XML_DTD support in Expat"),
    ("CANT_CHANGE_FEATURE_ONCE_PARSING", "cannot change setting once parsing has begun"),
    ("UNBOUND_PREFIX", "unbound prefix"),
    ("UNDECLARING_PREFIX", "must not undeclare prefix"),
    ("INCOMPLETE_PE", "incomplete markup in parameter entity"),
    ("XML_DECL", "XML declaration not well-formed"),
    ("TEXT_DECL", "text declaration not well-formed"),
    ("PUBLICID", "illegal character(s) in public id"),
    ("SUSPENDED", "parser suspended"),
    ("NOT_SUSPENDED", "parser not suspended"),
    ("ABORTED", "parsing aborted"),
    ("FINISHED", "parsing finished"),
    ("SUSPEND_PE", "cannot suspend in external parameter entity"),
    ("RESERVED_PREFIX_XML", "reserved prefix (xml) must not be undeclared or bound to another namespace name"),
    ("RESERVED_PREFIX_XMLNS", "reserved prefix (xmlns) must not be declared or undeclared"),
    ("RESERVED_NAMESPACE_URI", "prefix must not be bound to one of the reserved namespace names"),
    ("INVALID_ARGUMENT", "invalid argument"),
    ("NO_BUFFER", "a successful prior call to function XML_GetBuffer was required"),
    ("AMPLIFICATION_LIMIT_BREACH", "limit on input amplification factor (from DTD and entities) breached"),
    ("NOT_STARTED", "parser not started"),
]
_CODES = {name: number for number, (name, _) in enumerate(_ERRORS, 1)}


def _submodule(name, doc, values):
    module = _types.ModuleType(f"pyexpat.{name}", doc)
    module.__dict__.update(values)
    _sys.modules[module.__name__] = module
    return module


errors = _submodule(
    "errors",
    "Constants used to describe error conditions.",
    {
        **{f"XML_ERROR_{name}": message for name, message in _ERRORS},
        "codes": {message: number for number, (_, message) in enumerate(_ERRORS, 1)},
        "messages": {number: message for number, (_, message) in enumerate(_ERRORS, 1)},
    },
)
_MODEL = ["EMPTY", "ANY", "MIXED", "NAME", "CHOICE", "SEQ"]
model = _submodule(
    "model",
    "Constants used to interpret content model information.",
    {
        **{f"XML_CTYPE_{name}": number for number, name in enumerate(_MODEL, 1)},
        **{f"XML_CQUANT_{name}": number for number, name in enumerate(["NONE", "OPT", "REP", "PLUS"])},
    },
)


class ExpatError(Exception):
    pass


ExpatError.__module__ = "xml.parsers.expat"
error = ExpatError


def ErrorString(code, /):
    """The message of an error number."""
    return errors.messages.get(code)


_XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
_NAME_START = "A-Za-z_:\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
_NAME_TEXT = f"[{_NAME_START}][{_NAME_START}\\-.0-9\u00b7\u0300-\u036f\u203f-\u2040]*"
_NAME = _re.compile(_NAME_TEXT)
_SPACE = _re.compile(r"[ \t\n]*")
_TEXT = _re.compile(r"[^<&]+")
_ATTRIBUTE = _re.compile(rf"""[ \t\n]+({_NAME_TEXT})[ \t\n]*=[ \t\n]*("[^"<]*"|'[^'<]*')""")
_REFERENCE = _re.compile(rf"&(?:#([0-9]+)|#x([0-9a-fA-F]+)|({_NAME_TEXT}));")
_BAD_CHARACTER = _re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARATION = _re.compile(
    r"""<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])([a-zA-Z0-9_.:\-]+)\1"""
    r"""(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])([A-Za-z][A-Za-z0-9._\-]*)\3)?"""
    r"""(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(yes|no)\5)?[ \t\r\n]*\?>"""
)
_ENCODING = _re.compile(rb"""<\?xml[^>]*?encoding[ \t\r\n]*=[ \t\r\n]*["']([A-Za-z][A-Za-z0-9._\-]*)["']""")
_LITERAL = r"""("[^"]*"|'[^']*')"""
_EXTERNAL = rf"(?:SYSTEM[ \t\n]+{_LITERAL}|PUBLIC[ \t\n]+{_LITERAL}(?:[ \t\n]+{_LITERAL})?)"
_DOCTYPE = _re.compile(rf"<!DOCTYPE[ \t\n]+({_NAME_TEXT})[ \t\n]*(?:{_EXTERNAL})?[ \t\n]*(\[|>)")
_ENTITY = _re.compile(
    rf"<!ENTITY[ \t\n]+(%[ \t\n]+)?({_NAME_TEXT})[ \t\n]+(?:{_LITERAL}|{_EXTERNAL}(?:[ \t\n]+NDATA[ \t\n]+({_NAME_TEXT}))?)[ \t\n]*>"
)
_NOTATION = _re.compile(rf"<!NOTATION[ \t\n]+({_NAME_TEXT})[ \t\n]+{_EXTERNAL}[ \t\n]*>")
_ELEMENT = _re.compile(rf"<!ELEMENT[ \t\n]+({_NAME_TEXT})[ \t\n]+([^>]+?)[ \t\n]*>")
_ATTLIST = _re.compile(rf"""<!ATTLIST[ \t\n]+({_NAME_TEXT})((?:"[^"]*"|'[^']*'|[^>"'])*)>""")
_ATTRIBUTE_DECL = _re.compile(
    rf"[ \t\n]+({_NAME_TEXT})[ \t\n]+((?:NOTATION[ \t\n]+)?\([^)]*\)|[A-Z]+)[ \t\n]+(#REQUIRED|#IMPLIED|(?:(#FIXED)[ \t\n]+)?{_LITERAL})"
)
_PREDEFINED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_HANDLERS = (
    "StartElementHandler EndElementHandler ProcessingInstructionHandler CharacterDataHandler UnparsedEntityDeclHandler NotationDeclHandler "
    "StartNamespaceDeclHandler EndNamespaceDeclHandler CommentHandler StartCdataSectionHandler EndCdataSectionHandler DefaultHandler "
    "DefaultHandlerExpand NotStandaloneHandler ExternalEntityRefHandler StartDoctypeDeclHandler EndDoctypeDeclHandler EntityDeclHandler "
    "XmlDeclHandler ElementDeclHandler AttlistDeclHandler SkippedEntityHandler"
).split()
_FLAGS = {"buffer_text", "ordered_attributes", "specified_attributes", "namespace_prefixes"}
_ATTRIBUTES = {*_HANDLERS, *_FLAGS, "buffer_size", "intern", "ErrorCode"}
_DEEPEST = 100
_LARGEST = 8_000_000


class _Stop(Exception):
    """A fault of the document: its number, and where it is in the buffer."""

    def __init__(self, code, at):
        self.code = code
        self.at = at


class _More(Exception):
    """A token that does not end in what has come so far."""


class XMLParserType:
    """XML parser"""

    def __init__(self, encoding, separator, intern):
        self._encoding = encoding
        self._separator = separator
        self.intern = {} if intern is None else intern
        for name in _HANDLERS:
            self.__dict__[name] = None
        self.buffer_text = False
        self.ordered_attributes = False
        self.specified_attributes = False
        self.namespace_prefixes = False
        self.buffer_size = 8192
        self.ErrorCode = 0
        self._bytes = b""
        self._decoder = None
        self._text = ""
        self._carriage = False
        self._line, self._column, self._index = 1, 0, 0
        self._token = (1, 0, 0)
        self._state = self._prolog
        self._started = self._finished = self._has_doctype = self._external_subset = self._standalone = False
        self._open = []
        self._bindings = {"xml": _XML_NAMESPACE}
        self._entities = {}
        self._defaults = {}
        self._pending = []
        self._expanding = []
        self._expanded = 0
        self._base = None
        self._deferral = True

    def __setattr__(self, name, value):
        if not name.startswith("_") and name not in _ATTRIBUTES:
            raise AttributeError(f"'pyexpat.xmlparser' object has no attribute '{name}'")
        if name in _FLAGS:
            value = bool(value)
        elif name == "buffer_size":
            if not isinstance(value, int):
                raise TypeError("buffer_size must be an integer")
            if value <= 0:
                raise ValueError("buffer_size must be greater than zero")
        if name in ("CharacterDataHandler", "buffer_text", "buffer_size") and self.__dict__.get("_pending"):
            if name == "CharacterDataHandler" or value != self.__dict__[name]:
                self._flush()
        self.__dict__[name] = value

    CurrentLineNumber = property(lambda self: self._token[0])
    CurrentColumnNumber = property(lambda self: self._token[1])
    CurrentByteIndex = property(lambda self: self._token[2])
    ErrorLineNumber, ErrorColumnNumber, ErrorByteIndex = CurrentLineNumber, CurrentColumnNumber, CurrentByteIndex
    buffer_used = property(lambda self: sum(map(len, self._pending)))

    def SetBase(self, base, /):
        self._base = base

    def GetBase(self):
        return self._base

    def GetInputContext(self):
        return self._text.encode() if self._started else None

    def GetReparseDeferralEnabled(self):
        return self._deferral

    def SetReparseDeferralEnabled(self, enabled, /):
        self._deferral = bool(enabled)

    def SetParamEntityParsing(self, flag, /):
        return 1

    def UseForeignDTD(self, flag=True, /):
        pass

    def ExternalEntityParserCreate(self, context, encoding=None, /):
        child = XMLParserType(encoding, self._separator, self.intern)
        for name in _HANDLERS:
            child.__dict__[name] = self.__dict__[name]
        for name in ("buffer_text", "ordered_attributes", "specified_attributes", "namespace_prefixes"):
            child.__dict__[name] = self.__dict__[name]
        child._entities = self._entities
        child._state = child._content
        child._bindings = dict(self._bindings)
        child._open = [None]
        return child

    def ParseFile(self, file, /):
        read = getattr(file, "read", None)
        if read is None:
            raise TypeError("argument must have 'read' attribute")
        while True:
            data = read(2048)
            if not isinstance(data, (bytes, bytearray)):
                raise TypeError(f"read() did not return a bytes object (type={type(data).__name__})")
            self.Parse(data, not data)
            if not data:
                return 1

    def Parse(self, data, isfinal=False, /):
        """Parses more of the document; the last part is final."""
        if self._finished:
            self._raise("FINISHED", 0)
        if isinstance(data, str):
            self._encoding = "utf-8"
            data = data.encode("utf-8", "surrogatepass")
        elif not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'")
        try:
            self._feed(bytes(data), isfinal)
            self._run(isfinal)
        except _Stop as stop:
            self._raise(stop.code, stop.at)
        if isfinal:
            self._finished = True
        return 1

    # ------------------------------------------------------------ text

    def _feed(self, data, final):
        if self._decoder is None:
            self._bytes += data
            head = self._bytes
            if not final and len(head) < 4:
                return
            if self._encoding is None:
                if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
                    self._encoding = "utf-16"
                elif head[:4] == b"<\0?\0":
                    self._encoding = "utf-16-le"
                elif head[:4] == b"\0<\0?":
                    self._encoding = "utf-16-be"
                elif head.startswith(b"<?xml") and not final and b"?>" not in head:
                    return
                else:
                    named = _ENCODING.match(head)
                    self._encoding = named[1].decode("ascii") if named else "utf-8"
            if head.startswith(_codecs.BOM_UTF8):
                self._encoding = "utf-8-sig"
            try:
                self._decoder = _codecs.getincrementaldecoder(self._encoding)()
            except LookupError:
                raise _Stop("UNKNOWN_ENCODING", 30 if len(head) > 30 else 0) from None
            data, self._bytes = self._bytes, b""
        try:
            text = self._decoder.decode(data, bool(final))
        except UnicodeDecodeError as e:
            self._text += data[: e.start].decode(self._encoding, "replace")
            partial = final and e.end == len(data) and "unexpected end" in e.reason
            raise _Stop("PARTIAL_CHAR" if partial else "INVALID_TOKEN", len(self._text)) from None
        if self._carriage:
            text = "\r" + text
        self._carriage = text.endswith("\r") and not final
        if self._carriage:
            text = text[:-1]
        self._text += text.replace("\r\n", "\n").replace("\r", "\n")

    def _advance(self, at):
        """What is before an index of the buffer has been read."""
        text = self._text
        lines = text.count("\n", 0, at)
        if lines:
            self._line += lines
            self._column = at - text.rindex("\n", 0, at) - 1
        else:
            self._column += at
        self._index += at if text.isascii() else len(text[:at].encode("utf-8", "surrogatepass"))
        self._text = text[at:]

    def _raise(self, code, at):
        self._flush()
        self._advance(min(at, len(self._text)))
        number = _CODES[code]
        self.ErrorCode = number
        self._token = (self._line, self._column, self._index)
        self._finished = True
        e = ExpatError(f"{errors.messages[number]}: line {self._line}, column {self._column}")
        e.code, e.lineno, e.offset = number, self._line, self._column
        raise e

    # ------------------------------------------------------------ tokens

    def _run(self, final):
        while self._text:
            self._token = (self._line, self._column, self._index)
            try:
                used = self._state(final)
            except _More:
                if not final:
                    return
                if self._text.startswith("<![CDATA["):
                    raise _Stop("UNCLOSED_CDATA_SECTION", len(self._text)) from None
                raise _Stop("UNCLOSED_TOKEN", 0) from None
            if used == 0:
                return
            self._advance(used)
        if final:
            self._token = (self._line, self._column, self._index)
            if self._open and self._open != [None] or self._state == self._prolog:
                raise _Stop("NO_ELEMENTS", len(self._text))
            self._flush()

    def _until(self, mark, start):
        at = self._text.find(mark, start)
        if at < 0:
            raise _More
        return at

    def _check(self, text, at):
        bad = _BAD_CHARACTER.search(text)
        if bad:
            raise _Stop("INVALID_TOKEN", at + bad.start())

    def _prolog(self, final):
        text = self._text
        if not self._started:
            if not final and len(text) < 6 and "<?xml ".startswith(text):
                return 0
            self._started = True
            if text[:5] == "<?xml" and text[5:6] in (" ", "\t", "\n"):
                end = self._until("?>", 5) + 2
                found = _DECLARATION.fullmatch(text, 0, end)
                if found is None:
                    raise _Stop("XML_DECL", 6)
                self._standalone = found[6] == "yes"
                if self.XmlDeclHandler is not None:
                    self.XmlDeclHandler(found[2], found[4], -1 if found[6] is None else int(found[6] == "yes"))
                else:
                    self._default(text[:end])
                return end
        if text[0] in " \t\n":
            end = _SPACE.match(text).end()
            self._default(text[:end])
            return end
        if text[0] != "<":
            raise _Stop("SYNTAX" if _NAME.match(text) or text[0] in "&]" else "INVALID_TOKEN" if _BAD_CHARACTER.match(text) else "SYNTAX", 0)
        if len(text) < 2 or (text[1] == "!" and not final and len(text) < 10 and "<!DOCTYPE".startswith(text)):
            raise _More
        if text[1] == "?":
            return self._instruction()
        if text.startswith("<!--"):
            return self._comment()
        if text.startswith("<!DOCTYPE"):
            if self._has_doctype:
                raise _Stop("SYNTAX", 0)
            return self._doctype()
        if text[1] == "!":
            raise _Stop("SYNTAX" if _NAME.match(text, 2) else "INVALID_TOKEN", 0 if _NAME.match(text, 2) else 2)
        if text[1] == "/":
            raise _Stop("INVALID_TOKEN", 1)
        self._state = self._content
        return self._start_tag(text, 0)

    def _epilog(self, final):
        text = self._text
        if text[0] in " \t\n":
            end = _SPACE.match(text).end()
            self._default(text[:end])
            return end
        if text.startswith("<?"):
            return self._instruction()
        if text.startswith("<!--"):
            return self._comment()
        if text in ("<", "<!", "<!-"):
            raise _More
        raise _Stop("JUNK_AFTER_DOC_ELEMENT", 0)

    def _content(self, final):
        return self._content_of(self._text, final)

    def _content_of(self, text, final):
        first = text[0]
        if first == "<":
            second = text[1:2]
            if second == "":
                raise _More
            if second == "/":
                return self._end_tag(text)
            if second == "?":
                return self._instruction()
            if second == "!":
                if text.startswith("<!--"):
                    return self._comment()
                if text.startswith("<![CDATA["):
                    return self._cdata(text)
                if "<!--".startswith(text) or "<![CDATA[".startswith(text):
                    raise _More
                raise _Stop("INVALID_TOKEN", 2)
            return self._start_tag(text, 0)
        if first == "&":
            return self._reference(text)
        end = _TEXT.match(text).end()
        data = text[:end]
        self._check(data, 0)
        closing = data.find("]]>")
        if closing >= 0:
            raise _Stop("INVALID_TOKEN", closing + 2)
        if end == len(text) and not final and data.endswith(("]", "]]")):
            data = data.rstrip("]") or data[:-2]
            if not data:
                return 0
        self._characters(data)
        return len(data)

    def _instruction(self):
        text = self._text
        end = self._until("?>", 2)
        name = _NAME.match(text, 2)
        if name is None:
            raise _Stop("INVALID_TOKEN", 2)
        if name[0].lower() == "xml":
            raise _Stop("MISPLACED_XML_PI" if name[0] == "xml" else "INVALID_TOKEN", 0 if name[0] == "xml" else 2)
        rest = text[name.end() : end]
        if rest and rest[0] not in " \t\n":
            raise _Stop("INVALID_TOKEN", name.end())
        self._check(rest, name.end())
        if self.ProcessingInstructionHandler is not None:
            self._flush()
            self.ProcessingInstructionHandler(name[0], rest.lstrip(" \t\n"))
        else:
            self._default(text[: end + 2])
        return end + 2

    def _comment(self):
        text = self._text
        end = self._until("--", 4)
        if end + 2 >= len(text):
            raise _More
        if text[end + 2] != ">":
            raise _Stop("INVALID_TOKEN", end + 2)
        self._check(text[4:end], 4)
        if self.CommentHandler is not None:
            self._flush()
            self.CommentHandler(text[4:end])
        else:
            self._default(text[: end + 3])
        return end + 3

    def _cdata(self, text):
        end = self._until("]]>", 9)
        self._check(text[9:end], 9)
        if self.StartCdataSectionHandler is not None:
            self._flush()
            self.StartCdataSectionHandler()
        if end > 9:
            self._characters(text[9:end])
        if self.EndCdataSectionHandler is not None:
            self._flush()
            self.EndCdataSectionHandler()
        return end + 3

    # ------------------------------------------------------------ characters and references

    def _characters(self, data):
        if self.CharacterDataHandler is None:
            self._default(data)
        elif self.buffer_text:
            self._pending.append(data)
            if self.buffer_used > self.buffer_size:
                self._flush()
        else:
            for part in _re.findall(r"\n|[^\n]+", data):
                if self.CharacterDataHandler is not None:
                    self.CharacterDataHandler(part)
                if not self._expanding:
                    line, column, index = self._token
                    place = (line + 1, 0) if part == "\n" else (line, column + len(part))
                    self._token = (*place, index + len(part.encode()))

    def _flush(self):
        if self._pending:
            data = "".join(self._pending)
            self.__dict__["_pending"] = []
            if self.CharacterDataHandler is not None:
                for start in range(0, len(data), self.buffer_size):
                    self.CharacterDataHandler(data[start : start + self.buffer_size])

    def _default(self, data):
        handler = self.DefaultHandlerExpand or self.DefaultHandler
        if handler is not None and data:
            self._flush()
            handler(data)

    def _character(self, found, at):
        number = int(found[1]) if found[1] else int(found[2], 16)
        if number > 0x10FFFF or _BAD_CHARACTER.match(chr(number)):
            raise _Stop("BAD_CHAR_REF", at)
        return chr(number)

    def _reference(self, text):
        found = _REFERENCE.match(text)
        if found is None:
            end = text.find(";")
            if end < 0 and not _re.search(r"[^A-Za-z0-9#_.:\-&]", text):
                raise _More
            bad = _re.compile(rf"&(?:#(?:x[0-9a-fA-F]*|[0-9]*)|{_NAME_TEXT})?").match(text)
            raise _Stop("INVALID_TOKEN", bad.end())
        if found[3] is None:
            self._characters(self._character(found, 0))
        elif found[3] in _PREDEFINED:
            self._characters(_PREDEFINED[found[3]])
        else:
            self._entity(found[3], found[0])
        return found.end()

    def _entity(self, name, raw):
        entity = self._entities.get(name)
        if entity is None:
            if self._standalone or not (self._external_subset and self._has_doctype):
                raise _Stop("UNDEFINED_ENTITY", 0)
            if self.SkippedEntityHandler is not None:
                self._flush()
                self.SkippedEntityHandler(name, 0)
            else:
                self._default(raw)
            return
        value, system, public, notation = entity
        if notation is not None:
            raise _Stop("BINARY_ENTITY_REF", 0)
        if value is None:
            if self.ExternalEntityRefHandler is None:
                self._default(raw)
                return
            self._flush()
            if not self.ExternalEntityRefHandler(name, self._base, system, public):
                raise _Stop("EXTERNAL_ENTITY_HANDLING", 0)
            return
        if self.DefaultHandler is not None and self.DefaultHandlerExpand is None:
            self._default(raw)
            return
        self._guard(name, value)
        depth, outer = len(self._open), self._text
        self._expanding.append(name)
        try:
            self._text = value
            while self._text:
                used = self._content_of(self._text, True)
                self._text = self._text[used:]
        except _More:
            raise _Stop("UNCLOSED_TOKEN", 0) from None
        except _Stop as stop:
            raise _Stop(stop.code, 0) from None
        finally:
            self._text = outer
            self._expanding.pop()
        if len(self._open) != depth:
            raise _Stop("ASYNC_ENTITY", 0)

    def _guard(self, name, value):
        """Against entities that name themselves, or grow without end."""
        if name in self._expanding or len(self._expanding) > _DEEPEST:
            raise _Stop("RECURSIVE_ENTITY_REF", 0)
        self._expanded += len(value)
        if self._expanded > _LARGEST:
            raise _Stop("AMPLIFICATION_LIMIT_BREACH", 0)

    def _value(self, text, at, tokens=False):
        """An attribute's value: references expanded, white space as spaces."""
        if "&" in text:
            parts, start = [], 0
            while (mark := text.find("&", start)) >= 0:
                parts.append(_re.sub("[\t\n]", " ", text[start:mark]))
                found = _REFERENCE.match(text, mark)
                if found is None:
                    raise _Stop("INVALID_TOKEN", at + mark + 1)
                if found[3] is None:
                    parts.append(self._character(found, at + mark))
                elif found[3] in _PREDEFINED:
                    parts.append(_PREDEFINED[found[3]])
                else:
                    parts.append(self._attribute_entity(found[3], at + mark))
                start = found.end()
            parts.append(_re.sub("[\t\n]", " ", text[start:]))
            text = "".join(parts)
        else:
            text = text.replace("\n", " ").replace("\t", " ")
        return " ".join(text.split(" ")).strip(" ") and " ".join(filter(None, text.split(" "))) if tokens else text

    def _attribute_entity(self, name, at):
        entity = self._entities.get(name)
        if entity is None:
            if self._external_subset and not self._standalone:
                return ""
            raise _Stop("UNDEFINED_ENTITY", at)
        if entity[0] is None:
            raise _Stop("ATTRIBUTE_EXTERNAL_ENTITY_REF", at)
        self._guard(name, entity[0])
        if "<" in entity[0]:
            raise _Stop("INVALID_TOKEN", at)
        self._expanding.append(name)
        try:
            return self._value(entity[0], at)
        finally:
            self._expanding.pop()

    # ------------------------------------------------------------ elements

    def _start_tag(self, text, at):
        name = _NAME.match(text, 1)
        if name is None:
            raise _Stop("INVALID_TOKEN", 1)
        end = name.end()
        attributes, seen = [], set()
        declared = self._defaults.get(name[0], {})
        while (found := _ATTRIBUTE.match(text, end)) is not None:
            if found[1] in seen:
                raise _Stop("DUPLICATE_ATTRIBUTE", found.start(1))
            seen.add(found[1])
            tokens = declared.get(found[1], ("CDATA", None))[0] != "CDATA"
            self._check(found[2], found.start(2))
            attributes.append((found[1], self._value(found[2][1:-1], found.start(2) + 1, tokens)))
            end = found.end()
        after = _SPACE.match(text, end).end()
        if text.startswith("/>", after):
            stop, empty = after + 2, True
        elif text.startswith(">", after):
            stop, empty = after + 1, False
        else:
            self._tag_fault(text, end, after)
        specified = len(attributes)
        for key, (kind, value) in declared.items():
            if value is not None and key not in seen:
                attributes.append((key, value))
        prefixes = []
        if self._separator is not None:
            attributes, specified, shown, prefixes = self._namespaces(name[0], attributes, specified)
        else:
            shown = name[0]
        if self.specified_attributes:
            attributes = attributes[:specified]
        if self.StartElementHandler is not None:
            self._flush()
            if self.ordered_attributes:
                self.StartElementHandler(shown, [part for pair in attributes for part in pair])
            else:
                self.StartElementHandler(shown, dict(attributes))
        else:
            self._default(text[:stop])
        self._open.append((name[0], shown, prefixes))
        if empty:
            if not self._expanding:
                line, column, index = self._token
                broken = text.rfind("\n", 0, stop)
                place = (line, column + stop) if broken < 0 else (line + text.count("\n", 0, stop), stop - broken - 1)
                self._token = (*place, index + len(text[:stop].encode()))
            self._close(text[:0])
        return stop

    def _tag_fault(self, text, end, after):
        """Says where a start tag goes wrong, or that it is not over yet."""
        if after >= len(text) or text[after:] == "/":
            raise _More
        if text[after] == "/":
            raise _Stop("INVALID_TOKEN", after + 1)
        if after == end:
            raise _Stop("INVALID_TOKEN", after)
        key = _NAME.match(text, after)
        if key is None:
            raise _Stop("INVALID_TOKEN", after)
        at = _SPACE.match(text, key.end()).end()
        if at < len(text) and text[at] == "=":
            at = _SPACE.match(text, at + 1).end()
            if at < len(text) and text[at] in "\"'":
                quote = text.find(text[at], at + 1)
                less = text.find("<", at)
                if less >= 0 and (quote < 0 or less < quote):
                    raise _Stop("INVALID_TOKEN", less)
                if quote < 0:
                    raise _More
                at = quote + 1
        if at >= len(text):
            raise _More
        raise _Stop("INVALID_TOKEN", at)

    def _namespaces(self, name, attributes, specified):
        bindings, prefixes, rest = self._bindings, [], []
        kept = 0
        for i, (key, value) in enumerate(attributes):
            if key == "xmlns":
                prefix = None
            elif key.startswith("xmlns:"):
                prefix = key[6:]
                if prefix == "xmlns":
                    raise _Stop("RESERVED_PREFIX_XMLNS", 0)
                if not value:
                    raise _Stop("UNDECLARING_PREFIX", 0)
                if (prefix == "xml") != (value == _XML_NAMESPACE):
                    raise _Stop("RESERVED_PREFIX_XML" if prefix == "xml" else "RESERVED_NAMESPACE_URI", 0)
            else:
                rest.append((key, value))
                kept += i < specified
                continue
            if bindings is self._bindings:
                self._bindings = dict(bindings)
            prefixes.append((prefix, bindings.get(prefix)))
            self._bindings[prefix] = value or None
            if self.StartNamespaceDeclHandler is not None:
                self._flush()
                self.StartNamespaceDeclHandler(prefix, value or None)
        shown = self._qualified(name, True)
        out, keys = [], set()
        for key, value in rest:
            full = self._qualified(key, False)
            if full in keys:
                raise _Stop("DUPLICATE_ATTRIBUTE", 0)
            keys.add(full)
            out.append((full, value))
        return out, kept, shown, (prefixes, bindings)

    def _qualified(self, name, element):
        prefix, colon, local = name.partition(":")
        if not colon:
            uri = self._bindings.get(None) if element else None
            return name if not uri else uri + self._separator + name
        uri = self._bindings.get(prefix)
        if uri is None:
            raise _Stop("UNBOUND_PREFIX", 0)
        full = uri + self._separator + local
        return full + self._separator + prefix if self.namespace_prefixes and self._separator else full

    def _end_tag(self, text):
        name = _NAME.match(text, 2)
        if name is None:
            if len(text) == 2:
                raise _More
            raise _Stop("INVALID_TOKEN", 2)
        end = _SPACE.match(text, name.end()).end()
        if end >= len(text):
            raise _More
        if text[end] != ">":
            raise _Stop("INVALID_TOKEN", end)
        if not self._open or self._open[-1] is None:
            raise _Stop("ASYNC_ENTITY", 0)
        if self._open[-1][0] != name[0]:
            raise _Stop("TAG_MISMATCH", 2)
        self._close(text[: end + 1])
        return end + 1

    def _close(self, raw):
        _, shown, prefixes = self._open.pop()
        if self.EndElementHandler is not None:
            self._flush()
            self.EndElementHandler(shown)
        else:
            self._default(raw)
        if prefixes:
            declared, self._bindings = prefixes
            if self.EndNamespaceDeclHandler is not None:
                for prefix, _ in reversed(declared):
                    self.EndNamespaceDeclHandler(prefix)
        if not self._open:
            self._state = self._epilog

    # ------------------------------------------------------------ declarations

    def _doctype(self):
        text = self._text
        found = _DOCTYPE.match(text)
        if found is None:
            if ">" in text or "[" in text:
                name = _re.compile(rf"<!DOCTYPE[ \t\n]+(?:{_NAME_TEXT})?[ \t\n]*").match(text)
                raise _Stop("SYNTAX" if name and name.end() < len(text) else "INVALID_TOKEN", name.end() if name else 9)
            raise _More
        system = found[2] or found[4]
        internal = found[5] == "["
        end = self._subset_end(found.end()) if internal else found.end()
        self._has_doctype = True
        self._external_subset = system is not None
        if system is not None and not self._standalone and self.NotStandaloneHandler is not None:
            if not self.NotStandaloneHandler():
                raise _Stop("NOT_STANDALONE", found.end())
        if self.StartDoctypeDeclHandler is not None:
            public = None if found[3] is None else " ".join(found[3][1:-1].split())
            self.StartDoctypeDeclHandler(found[1], None if system is None else system[1:-1], public, int(internal))
        else:
            self._default(text[: found.end()])
        if internal:
            self._subset(text, found.end())
        if self.EndDoctypeDeclHandler is not None:
            self.EndDoctypeDeclHandler()
        else:
            self._default(text[end - 1 : end])
        return end

    def _subset_end(self, start):
        """Index behind the end of an internal subset that begins at an index."""
        token = _re.compile(r"""<!--.*?-->|<\?.*?\?>|<!(?:"[^"]*"|'[^']*'|[^>"'])*>|%[^;\s]+;|[ \t\n]+""", _re.S)
        at = start
        while (found := token.match(self._text, at)) is not None:
            at = found.end()
        if at >= len(self._text) or self._text[at] in "<%":
            raise _More
        if self._text[at] != "]":
            raise _Stop("SYNTAX", at)
        at = _SPACE.match(self._text, at + 1).end()
        if at >= len(self._text):
            raise _More
        if self._text[at] != ">":
            raise _Stop("SYNTAX", at)
        return at + 1

    def _subset(self, text, at):
        rules = ((_ENTITY, self._declare_entity), (_ATTLIST, self._declare_attributes), (_ELEMENT, self._declare_element), (_NOTATION, self._declare_notation))
        while True:
            at = _SPACE.match(text, at).end()
            if text[at] == "]":
                return
            if text.startswith("<!--", at):
                end = text.index("-->", at) + 3
                if self.CommentHandler is not None:
                    self.CommentHandler(text[at + 4 : end - 3])
                at = end
            elif text.startswith("<?", at):
                end = text.index("?>", at) + 2
                name = _NAME.match(text, at + 2)
                if name is None:
                    raise _Stop("INVALID_TOKEN", at + 2)
                if self.ProcessingInstructionHandler is not None:
                    self.ProcessingInstructionHandler(name[0], text[name.end() : end - 2].lstrip())
                at = end
            elif text[at] == "%":
                self._external_subset = True
                at = text.index(";", at) + 1
            else:
                for rule, declare in rules:
                    if (found := rule.match(text, at)) is not None:
                        declare(found)
                        at = found.end()
                        break
                else:
                    raise _Stop("SYNTAX" if _re.match(r"<!(?:ENTITY|ATTLIST|ELEMENT|NOTATION)\b", text[at:]) else "INVALID_TOKEN", at)

    def _declare_entity(self, found):
        parameter, name, value = bool(found[1]), found[2], found[3]
        system = found[4] or found[6]
        public, notation = found[5], found[7]
        system = None if system is None else system[1:-1]
        public = None if public is None else " ".join(public[1:-1].split())
        if value is not None:
            value = _REFERENCE.sub(lambda m: m[0] if m[3] else self._character(m, 0), value[1:-1])
        if not parameter and name not in self._entities:
            self._entities[name] = (value, system, public, notation)
        if notation is not None and self.UnparsedEntityDeclHandler is not None:
            self.UnparsedEntityDeclHandler(name, self._base, system, public, notation)
        elif self.EntityDeclHandler is not None:
            self.EntityDeclHandler(name, int(parameter), value, self._base, system, public, notation)

    def _declare_attributes(self, found):
        declared = self._defaults.setdefault(found[1], {})
        at, text = 0, found[2]
        while (one := _ATTRIBUTE_DECL.match(text, at)) is not None:
            kind = _re.sub(r"[ \t\n]+", "", one[2]).replace("NOTATION(", "NOTATION(") if "(" in one[2] else one[2]
            default = None if one[5] is None else self._value(one[5][1:-1], 0, kind != "CDATA")
            declared.setdefault(one[1], (kind, default))
            if self.AttlistDeclHandler is not None:
                self.AttlistDeclHandler(found[1], one[1], kind, default, int(one[3] == "#REQUIRED" or one[4] is not None))
            at = one.end()
        if text[at:].strip():
            raise _Stop("SYNTAX", 0)

    def _declare_notation(self, found):
        if self.NotationDeclHandler is not None:
            system = found[2] or found[4]
            public = None if found[3] is None else " ".join(found[3][1:-1].split())
            self.NotationDeclHandler(found[1], self._base, None if system is None else system[1:-1], public)

    def _declare_element(self, found):
        if self.ElementDeclHandler is not None:
            self.ElementDeclHandler(found[1], _content_model(found[2]))


_MODEL_TOKEN = _re.compile(rf"[ \t\n]*([(),|?*+]|#PCDATA|{_NAME_TEXT})")


def _content_model(text):
    """The model of an ELEMENT declaration: (type, quantifier, name, children)."""
    if text == "EMPTY":
        return (model.XML_CTYPE_EMPTY, 0, None, ())
    if text == "ANY":
        return (model.XML_CTYPE_ANY, 0, None, ())
    tokens = _MODEL_TOKEN.findall(text)
    at = 0

    def quantifier():
        nonlocal at
        if at < len(tokens) and tokens[at] in "?*+":
            at += 1
            return "?*+".index(tokens[at - 1]) + 1
        return 0

    def particle():
        nonlocal at
        token = tokens[at]
        at += 1
        if token != "(":
            return (model.XML_CTYPE_NAME, quantifier(), token, ())
        kind, children = model.XML_CTYPE_SEQ, []
        while tokens[at] != ")":
            if tokens[at] == "#PCDATA":
                kind = model.XML_CTYPE_MIXED
                at += 1
            elif tokens[at] in ",|":
                if tokens[at] == "|" and kind == model.XML_CTYPE_SEQ:
                    kind = model.XML_CTYPE_CHOICE
                at += 1
            else:
                children.append(particle())
        at += 1
        return (kind, quantifier(), None, tuple(children))

    return particle()


def ParserCreate(encoding=None, namespace_separator=None, intern=None):
    """Return a new XML parser object."""
    if namespace_separator is not None:
        if not isinstance(namespace_separator, str):
            raise TypeError(f"ParserCreate() argument 'namespace_separator' must be str or None, not {type(namespace_separator).__name__}")
        if len(namespace_separator) > 1:
            raise ValueError("namespace_separator must be at most one character, omitted, or None")
    return XMLParserType(encoding, namespace_separator, intern)
