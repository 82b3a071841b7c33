"""subprocess, os.pipe, os.system and asyncio's processes."""
import asyncio
import os
import subprocess
import sys
import threading
import time

r = subprocess.run(["echo", "hi"], capture_output=True, universal_newlines=True) if sys.version_info >= (3, 7) else None
print(r)
print(subprocess.check_output("echo a; echo b >&2; exit 0", shell=True, stderr=subprocess.STDOUT))
print(subprocess.run(["cat"], input=b"x" * 300000, stdout=subprocess.PIPE).stdout.count(b"x"))
for command, options in [(["/nonexist"], {}), (["nonexist-anywhere"], {}), (["ls"], {"cwd": "/nope"}), (["/etc/passwd"], {})]:
    try:
        subprocess.run(command, **options)
    except OSError as e:
        print(repr(e), e.filename, e.errno)
try:
    subprocess.run(["sleep", "5"], timeout=0.2)
except subprocess.TimeoutExpired as e:
    print(type(e).__name__, e.cmd)
try:
    subprocess.check_call(["false"])
except subprocess.CalledProcessError as e:
    print(e)
p = subprocess.Popen(["sleep", "10"])
print(p.poll())
p.terminate()
print(p.wait(), p.returncode, p.poll())
p1 = subprocess.Popen(["printf", "b\\na\\n"], stdout=subprocess.PIPE)
p2 = subprocess.Popen(["sort"], stdin=p1.stdout, stdout=subprocess.PIPE)
p1.stdout.close()
print(p2.communicate(), p1.wait())
r = subprocess.run([sys.executable, "-c", "import sys; print(sys.version_info[:2]); sys.exit(3)"], stdout=subprocess.PIPE)
print(r.stdout.decode().strip() == str(sys.version_info[:2]), r.returncode)
print(os.system("exit 3"), os.popen("echo popen; exit 1").read())
print(os.popen("exit 1").close())
print(subprocess.getstatusoutput("echo q; exit 2"), subprocess.getoutput("echo r"))

r, w = os.pipe()
print(os.write(w, b"abc"), os.read(r, 10))
os.close(w)
print(os.read(r, 10))
os.close(r)
p = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, universal_newlines=True, bufsize=1)
for i in range(3):
    p.stdin.write(f"line {i}\n")
    p.stdin.flush()
    print(p.stdout.readline(), end="")
p.stdin.close()
print(p.wait(), p.stdout.read() == "")
p.stdout.close()
print(subprocess.run("echo $FOO", shell=True, env={"FOO": "bar"}, stdout=subprocess.PIPE).stdout)
os.environ["ZED"] = "1"
print(subprocess.run("echo $ZED", shell=True, stdout=subprocess.PIPE).stdout)
del os.environ["ZED"]
print(subprocess.run("echo $ZED", shell=True, stdout=subprocess.PIPE).stdout)
r, w = os.pipe()
t = threading.Thread(target=lambda: (time.sleep(0.05), os.write(w, b"from a thread")))
t.start()
print(os.read(r, 100))
t.join()
with open(r, "rb") as f, open(w, "wb") as g:
    g.write(b"through files")
    g.close()
    print(f.read())
print(subprocess.run(["ls", "-d", "/"], stdout=subprocess.DEVNULL))
p = subprocess.Popen(["true"])
while p.poll() is None:
    time.sleep(0.01)
print(p.returncode)
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError as e:
    print(e)
r, w = os.pipe()
os.close(r)
try:
    os.write(w, b"x")
except BrokenPipeError as e:
    print(e)
os.close(w)


async def main():
    p = await asyncio.create_subprocess_exec("cat", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
    print(await p.communicate(b"async hi"), p.returncode)
    p = await asyncio.create_subprocess_shell("echo one; sleep 0.05; echo two; exit 4", stdout=asyncio.subprocess.PIPE)
    async for line in p.stdout:
        print(line)
    print(await p.wait())


if sys.version_info >= (3, 7):
    asyncio.run(main())
