"""Runs the tests of one module of CPython's own test suite and notes each outcome at once, so that what stops the
interpreter is known: one-module.py MODULE RESULTS, where the tests that stand in RESULTS already are not run again."""
import sys
import unittest

module, results = sys.argv[1:]
with open(results, 'a+') as file:
    file.seek(0)
    done = {line.split('\t')[1].strip() for line in file if '\t' in line}
log = open(results, 'a')


def note(kind, test, text=''):
    log.write(f'{kind}\t{test.id()}\t{text}\n')
    log.flush()


class Result(unittest.TestResult):
    def startTest(self, test):
        super().startTest(test)
        self.failed = False
        note('start', test)

    def bad(self, test, err):
        self.failed = True
        text = str(err[1]).strip().replace('\t', ' ')
        note('fail', test, f"{err[0].__name__}: {' | '.join(text.splitlines()[:6])[:300]}")

    addFailure = addError = bad

    def addSubTest(self, test, subtest, err):
        if err is not None and not self.failed:
            self.bad(test, err)

    def addSkip(self, test, reason):
        self.failed = True
        note('skip', test, reason)

    def addExpectedFailure(self, test, err):
        pass

    def addUnexpectedSuccess(self, test):
        self.failed = True
        note('fail', test, 'passes unexpectedly')

    def stopTest(self, test):
        super().stopTest(test)
        if not self.failed:
            note('ok', test)


def wanted(suite):
    left = unittest.TestSuite()
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            left.addTest(wanted(test))
        elif test.id() not in done:
            left.addTest(test)
    return left


wanted(unittest.defaultTestLoader.loadTestsFromName(module)).run(Result())
log.write('end\n')
