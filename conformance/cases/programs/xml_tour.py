# from 3.9
"""Elements, events, documents and faults of XML."""
import xml.etree.ElementTree as ET, io
from xml.dom import minidom
import xml.sax, plistlib, xml.parsers.expat as ex
src = '''<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE r [<!ENTITY e "ent &lt;b&gt;"><!ATTLIST i k CDATA "dflt" t NMTOKENS "a  b">]>
<r xmlns="urn:a" xmlns:p="urn:b" a="1&amp;2">text &e; <p:x p:q='v'/>tail<!-- c --><?pi data?><![CDATA[<raw>&]]>
<i/>é中</r>
'''
root = ET.fromstring(src)
print(ET.tostring(root)); print([(e.tag, e.attrib, e.text, e.tail) for e in root.iter()])
for bad in ['<a>', '<a></b>', '<a', '', '<a/><b/>', '<a x="1" x="2"/>', '<a>&undef;</a>', '<a>&#0;</a>', 'x', '<a b=c/>', '<a b="<"/>', '<p:a/>', '<a>]]></a>', '<!-- a -- b --><a/>', ' <?xml version="1.0"?><a/>', '<a>\x01</a>', '<?xml version="1.0" encoding="nope"?><a/>', '<a><b></a></b>', '<a>&#xffff;</a>', '<a>& b</a>', '<1a/>', '<a/>x', '<a b/>', '<a "x"/>', '<a><![CDATA[x</a>', '<!DOCTYPE a><a>&e;</a>', '<!DOCTYPE a SYSTEM "x"><a>&e;</a>', '<a></a', '<a>\n\n<b>\n</c></a>', '<a  />  \n ', '<!ELEMENT a ANY><a/>']:
    try: print(repr(bad), ET.tostring(ET.fromstring(bad)))
    except ET.ParseError as e: print(repr(bad), e, e.code, e.position)
    except Exception as e: print(repr(bad), type(e), e)
d = minidom.parseString('<a b="1"><!--c--><c>t</c><?p q?></a>'); print(d.toxml()); print(d.toprettyxml())
class H(xml.sax.ContentHandler):
    def startElement(self, n, a): print('S', n, dict(a))
    def endElement(self, n): print('E', n)
    def characters(self, c): print('C', repr(c))
    def startDocument(self): print('D')
xml.sax.parseString('<a k="v">x\ny<b/>z</a>', H())
try: xml.sax.parseString('<a><b></a>', H())
except xml.sax.SAXParseException as e: print(e)
print(plistlib.loads(plistlib.dumps({'a': 1, 'b': [1.5, True, 'x'], 'c': b'bytes', 'd': {'e': None} if 0 else {'f': 'g'}})))
p = ex.ParserCreate()
for n in ['StartElementHandler', 'EndElementHandler', 'CharacterDataHandler', 'CommentHandler', 'ProcessingInstructionHandler', 'StartDoctypeDeclHandler', 'EndDoctypeDeclHandler', 'EntityDeclHandler', 'XmlDeclHandler', 'ElementDeclHandler', 'AttlistDeclHandler', 'StartCdataSectionHandler', 'EndCdataSectionHandler', 'NotationDeclHandler', 'UnparsedEntityDeclHandler']:
    setattr(p, n, lambda *a, n=n: print(n, a))
p.Parse(b'<?xml version="1.0" standalone="yes"?>\n<!DOCTYPE a PUBLIC "pub" "sys" [\n<!ELEMENT a (b?, (c | d)*)>\n<!ELEMENT m (#PCDATA|x)*>\n<!ATTLIST a k (y|n) #REQUIRED>\n<!NOTATION n SYSTEM "ns">\n<!ENTITY u SYSTEM "us" NDATA n><!ENTITY e "v">]>\n<a k="y">x\ny&e;<![CDATA[cd]]>', False)
p.Parse(b'<!--c--><?t d?></a>', True)
print(ex.errors.XML_ERROR_SYNTAX, ex.ErrorString(3), ex.errors.codes['no element found'])
print([ (ev, el.tag) for ev, el in ET.iterparse(io.BytesIO(b'<a><b/><c>1</c></a>'))])
print(ET.tostring(ET.ElementTree(ET.XML('<a><b c="&quot;&#10;"/></a>')).getroot(), encoding='unicode'))
print(ET.fromstring('<a>x\r\ny\rz</a>').text.__repr__(), ET.fromstring(b'\xff\xfe' + '<a>\u00e9</a>'.encode('utf-16-le')).text, ET.fromstring('<?xml version="1.0" encoding="latin-1"?><a>\u00e9</a>'.encode('latin-1')).text)
x = ET.fromstring('<d><n id="1"><v>2</v></n><n id="2"/></d>'); print(x.find("n[@id='1']/v").text, len(x.findall('.//n')), ET.tostring(ET.indent(x) or x).decode())
