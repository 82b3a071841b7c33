# Descriptors: copies share a position, reads and writes at a place, locks, what the system says.
import fcntl
import os
import shutil
import stat
import sys
import tempfile
import threading
import time
def show(what, f, *a, **k):
    try: r=f(*a,**k)
    except BaseException as e: r='%s: %s'%(type(e).__name__, e)
    print(what, r, flush=True)
d=tempfile.mkdtemp(); p=os.path.join(d,'f')
fd=os.open(p,os.O_RDWR|os.O_CREAT); os.write(fd,b'hello world')
c=os.dup(fd); print(c!=fd, os.get_inheritable(c), os.lseek(c,0,1)); os.lseek(c,2,0); print(os.read(fd,3), os.read(c,3), os.lseek(fd,0,1))
print(os.pread(fd,5,6), os.pwrite(fd,b'XX',0), os.pread(c,4,0), os.lseek(fd,0,1))
b1,b2=bytearray(3),bytearray(4)
os.lseek(fd,0,0); print(os.readv(fd,[b1,b2]),b1,b2); print(os.writev(fd,[b'ab',b'cd']), os.pread(fd,20,0))
print(os.fsync(fd), os.fdatasync(fd), os.fchmod(fd,0o600), oct(os.stat(p).st_mode))
print(os.truncate(p,4), os.stat(p).st_size, os.truncate(fd,2), os.fstat(fd).st_size)
show('fsync', os.fsync, -1); show('fsync', os.fsync, 'x'); show('fsync',os.fsync,9999); show('dup', os.dup, 9999); show('dup2', os.dup2, 9999, 3)
e=os.open(os.devnull,os.O_RDONLY); print(os.dup2(fd,e)==e, os.get_inheritable(e), os.pread(e,5,0)); os.set_inheritable(e,False); print(os.get_inheritable(e))
# redirect stdout
sys.stdout.flush(); saved=os.dup(1); t=os.open(os.path.join(d,'out'),os.O_WRONLY|os.O_CREAT); os.dup2(t,1); print('into file', flush=True); os.write(1,b'raw\n'); os.dup2(saved,1); os.close(saved); os.close(t)
print(open(os.path.join(d,'out')).read())
r,w=os.pipe(); w2=os.dup(w); os.write(w,b'1'); os.close(w); os.write(w2,b'2'); os.close(w2); print(os.read(r,10), os.read(r,10)); 
os.closerange(r,r+1); show('closed', os.read, r, 1)
# locks
f1=open(p,'r+b'); f2=open(p,'r+b')
print(fcntl.flock(f1,fcntl.LOCK_EX)); show('flock',fcntl.flock,f2,fcntl.LOCK_EX|fcntl.LOCK_NB)
def other():
    fcntl.flock(f2,fcntl.LOCK_EX); print('other has it'); fcntl.flock(f2,fcntl.LOCK_UN)
th=threading.Thread(target=other); th.start(); time.sleep(.1); print('release'); fcntl.flock(f1,fcntl.LOCK_UN); th.join()
print(fcntl.lockf(f1,fcntl.LOCK_EX|fcntl.LOCK_NB,1,0,0), fcntl.lockf(f1,fcntl.LOCK_UN))
show('lockf', fcntl.lockf, f1, 0); show('flock', fcntl.flock, 'x', 1); show('flock', fcntl.flock, 9999, 1); show('flock', fcntl.flock, 1); show('fcntl',fcntl.fcntl, 1, 1, 1.5)
print(fcntl.fcntl(f1,fcntl.F_GETFD), fcntl.fcntl(f1,fcntl.F_SETFD,0), fcntl.fcntl(f1,fcntl.F_GETFD), os.get_inheritable(f1.fileno()))
print(len(fcntl.fcntl(f1,fcntl.F_GETLK,b'\0'*32)))
n=fcntl.fcntl(f1,fcntl.F_DUPFD,10); print(n>=10); os.close(n)
old=os.umask(0o077); print(oct(os.umask(old)))
print(os.getpgid(0)==os.getpgrp(), os.getsid(0)>0)
os.mkfifo(os.path.join(d,'ff')); print(stat.S_ISFIFO(os.stat(os.path.join(d,'ff')).st_mode))
v=os.statvfs('/'); print(v.f_bsize, v.f_namemax, v.f_blocks>0, shutil.disk_usage('/').total>0, len(v), type(v).__name__)
print(os.major(0x1234567), os.minor(0x1234567), os.makedev(18,52), len(os.getrandom(4)), os.device_encoding(fd))
u=os.uname(); print(u.sysname, u.machine, bool(u.release), bool(u.nodename))
shutil.rmtree(d)
