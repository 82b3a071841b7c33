import sys


class Session:
    def __init__(self):
        self.handlers = [self.close]

    def close(self):
        pass


log = sys.modules.setdefault("requests_seen", [])
log.append("x" * 100 + str(len(log)))
Session()
