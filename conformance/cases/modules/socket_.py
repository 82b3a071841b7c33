# from 3.13
import socket, threading, socketserver, http.server, urllib.request
def server(s):
    c, a = s.accept()
    with c:
        while (d:=c.recv(100)): c.sendall(d.upper())
s=socket.socket(); s.bind(('127.0.0.1',0)); s.listen()
t=threading.Thread(target=server,args=(s,)); t.start()
c=socket.create_connection(s.getsockname()); c.sendall(b'hello'); print(c.recv(100)); c.close(); t.join(); s.close()
class H(socketserver.StreamRequestHandler):
    def handle(self): self.wfile.write(self.rfile.readline()[::-1])
with socketserver.ThreadingTCPServer(('localhost',0),H) as srv:
    threading.Thread(target=srv.serve_forever,daemon=True).start()
    with socket.create_connection(srv.server_address) as c:
        c.sendall(b'abc\n'); print(c.makefile('rb').read())
    srv.shutdown()
class W(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b'path '+self.path.encode())
    def log_message(self,*a): pass
with http.server.HTTPServer(('127.0.0.1',0),W) as srv:
    threading.Thread(target=srv.serve_forever,daemon=True).start()
    print(urllib.request.urlopen(f'http://127.0.0.1:{srv.server_address[1]}/x').read())
    srv.shutdown()
try: socket.create_connection(('127.0.0.1',1),timeout=1)
except OSError as e: print(repr(e))
u=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); u.bind(('127.0.0.1',0))
v=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); v.sendto(b'dg',u.getsockname()); print(u.recvfrom(10)[0])
a,b=socket.socketpair(); a.send(b'x'); print(b.recv(1)); a.close(); print(b.recv(1)); b.settimeout(.01)
print(socket.htons(1), socket.inet_aton('1.2.3.4'), socket.inet_ntoa(b'\x01\x02\x03\x04'))
try: socket.getaddrinfo('no.such.host.invalid',80)
except socket.gaierror as e: print(type(e))
s=socket.socket(); s.settimeout(0.01); s.bind(('',0)); s.listen()
try: s.accept()
except TimeoutError as e: print(e)
s.setblocking(False)
try: s.accept()
except BlockingIOError as e: print(e)
