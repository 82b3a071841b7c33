# from 3.10
"""pyexpat and what stands on it: ElementTree, minidom, sax, plistlib."""
import io
import plistlib
import pyexpat
import sys
import xml.dom.minidom
import xml.etree.ElementTree as ET
import xml.sax
import xml.sax.handler
from xml.parsers import expat

HANDLERS = [n for n in dir(pyexpat.XMLParserType) if n.endswith("Handler") and n != "DefaultHandler"]


def events(doc, names=HANDLERS, pieces=0, separator=None, **settings):
    p = expat.ParserCreate(None, separator)
    for name, value in settings.items():
        setattr(p, name, value)
    out = []

    def handler(name):
        def call(*args):
            out.append((name, args, p.CurrentLineNumber, p.CurrentColumnNumber, p.CurrentByteIndex))
            return 1
        return call

    for name in names:
        setattr(p, name, handler(name))
    try:
        for i in range(0, len(doc), pieces or len(doc)):
            p.Parse(doc[i:i + (pieces or len(doc))])
        p.Parse(doc[:0], True)
    except expat.ExpatError as e:
        out.append((str(e), e.code, e.lineno, e.offset, expat.errors.messages[e.code], p.ErrorByteIndex))
    print(repr(doc)[:60], pieces, separator)
    for one in out:
        print("   ", *one)


DTD = """<!DOCTYPE a PUBLIC "-//X  Y//" "x.dtd" [
<!ENTITY e "x&#65;<b/>"><!ENTITY e "second"><!ENTITY out SYSTEM "out.xml"><!ENTITY pic SYSTEM "p.gif" NDATA gif>
<!NOTATION gif PUBLIC "GIF"><!ELEMENT a (b?,(c|d)*,e+)><!ELEMENT b (#PCDATA|c)*><!ELEMENT c EMPTY><!ELEMENT d ANY>
<!ATTLIST a t CDATA "d" u (x|y) #IMPLIED v ID #REQUIRED w NMTOKENS #FIXED " p  q ">]>
<a v=" 1   2 ">&e;&out;&unknown;</a>"""
for pieces in (0, 1):
    events('<?xml version="1.0" standalone="yes"?><a b="1" c="&lt;&#10;\n">t]x\r\n<![CDATA[<&]y]]><!-- c --><?p  i?><d/></a>', pieces=pieces)
    events(DTD, pieces=pieces)
events("<a>é€😀\n<b/></a>".encode())
events('<?xml version="1.0" encoding="latin-1"?><a>é</a>'.encode("latin-1"))
events("<a>é</a>".encode("utf-16"))
events('<a xmlns="u" xmlns:p="v"><p:b p:c="1" d="2"/></a>', separator=" ")
events('<a xmlns="u" xmlns:p="v"><p:b p:c="1" d="2"/></a>', separator=" ", namespace_prefixes=True)
events("<a>one\ntwo&amp;three<b/>four</a>", buffer_text=True, ordered_attributes=True)
events("<a>one<b x='1'/></a>", names=["DefaultHandlerExpand"])
for bad in ("<a>", "<a></b>", "<a/>x", "<a/><b/>", '<a b="1" b="2"/>', "text", "<a>&x;</a>", "<a>&#0;</a>", "<a>]]></a>", "<a b=1/>", "<a", " <?xml version='1.0'?><a/>",
            "<?xml version='2' standalone='x'?><a/>", "<a><![CDATA[", "<!DOCTYPE a [<!ENTITY e '&e;'>]><a>&e;</a>", "<a>\x01</a>", "<a><!-- -- --></a>", b"<a>\xff</a>", "<!DOCTYPE a [<!FOO>]><a/>"):
    events(bad, names=["StartElementHandler"])
events("<p:a/>", separator="|")

try:
    expat.ParserCreate(intern=3)
except TypeError as e:
    print(e)
try:
    expat.ParserCreate(namespace_separator="ab")
except ValueError as e:
    print(e)
p = expat.ParserCreate()
print(p.Parse("<a/>", True), p.intern, type(p).__name__, p.StartElementHandler, sys.getrefcount(p))


def failing(name, attributes):
    raise KeyError(name)


p = expat.ParserCreate()
p.StartElementHandler = failing
try:
    p.Parse("<a><b/></a>", True)
except KeyError as e:
    print("raised", e, p.StartElementHandler)
bomb = '<!DOCTYPE a [<!ENTITY a0 "%s">%s]><a>&a8;</a>' % ("x" * 100, "".join('<!ENTITY a%d "%s">' % (i, "&a%d;" % (i - 1) * 10) for i in range(1, 9)))
try:
    expat.ParserCreate().Parse(bomb, True)
except expat.ExpatError as e:
    print(e, e.code)

root = ET.fromstring("<r xmlns:n='urn:n'><a x='1'>t</a>tail<n:b/><c>é&lt;</c></r>")
print([(e.tag, e.attrib, e.text, e.tail) for e in root.iter()])
print(ET.tostring(root), ET.tostring(root, encoding="unicode"), ET.tostring(root, encoding="latin-1"))
if hasattr(ET, "indent"):
    ET.indent(root)
ET.dump(root)
if hasattr(ET, "canonicalize"):
    print(ET.canonicalize("<b  z='1' a='2'><!-- c --><c></c></b>"))
print(root.find("a").get("x"), root.findtext("c"), len(root))
print([(ev, el.tag) for ev, el in ET.iterparse(io.BytesIO(b"<a><b/><c>x</c></a>"), ("start", "end"))])
pull = ET.XMLPullParser(("start", "end", "start-ns"))
pull.feed("<a xmlns='u'><b>")
pull.feed("</b></a>")
pull.close()
print([(ev, getattr(el, "tag", el)) for ev, el in pull.read_events()])
for bad in ("", "<a>", "<a>&nope;</a>", "<!DOCTYPE a SYSTEM 'x'><a>&nope;</a>"):
    try:
        ET.fromstring(bad)
    except ET.ParseError as e:
        print(type(e).__name__, e, e.code, e.position)
tree = ET.ElementTree(ET.XML("<a><b/></a>"))
out = io.BytesIO()
tree.write(out, xml_declaration=True, encoding="utf-8")
print(out.getvalue())

dom = xml.dom.minidom.parseString(DTD.replace("&unknown;", "").replace("&out;", ""))
print(dom.documentElement.toxml(), dom.doctype.publicId, dom.doctype.systemId, [e.nodeName for e in dom.getElementsByTagName("b")])
print(xml.dom.minidom.parseString("<a><b>t</b><!-- c --><?p i?></a>").toprettyxml(indent=" "))


class Sax(xml.sax.handler.ContentHandler):
    def startElement(self, name, attrs):
        print("start", name, dict(attrs))

    def endElement(self, name):
        print("end", name, self._locator.getLineNumber(), self._locator.getColumnNumber())

    def characters(self, content):
        print("text", repr(content))

    def setDocumentLocator(self, locator):
        self._locator = locator


xml.sax.parseString("<a b='1'>x<c/></a>", Sax())
try:
    xml.sax.parseString("<a>", Sax())
except xml.sax.SAXParseException as e:
    print(e)
value = {"a": [1, 2.5, True, "s<", b"bytes"], "d": {"k": "v"}}
text = plistlib.dumps(value, sort_keys=True)
print(text.decode())
print(plistlib.loads(text) == value)
