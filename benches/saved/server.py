"""A server that is asked by one caller, and timed by the clock or by what it uses of processors."""
import http.client
import os
import time
import urllib.parse


class Server:
    def __init__(self, url, pid):
        self.pid = pid
        self.parts = urllib.parse.urlsplit(url)
        self.connection = http.client.HTTPConnection(self.parts.hostname, self.parts.port or 80, timeout=120)

    def time(self):
        """Seconds that have passed, or that the server has used of processors."""
        if self.pid is None:
            return time.perf_counter()
        with open(f"/proc/{self.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def get(self, path, accept):
        """Milliseconds, status and body of one answer. A server gives what it has kept as soon as it is asked for twice."""
        began = self.time()
        self.connection.request("GET", path, headers={"accept": accept})
        answer = self.connection.getresponse()
        body = answer.read()
        return (self.time() - began) * 1000, answer.status, body
