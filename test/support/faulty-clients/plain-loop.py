# A script as anybody writes it: it asks the sentinels for the master, increments a counter, and logs what it sees.
import os
import socket
import sys
import time


def call(connection, *words):
    text = "".join(f"${len(word)}\r\n{word}\r\n" for word in words)
    connection.sendall(f"*{len(words)}\r\n{text}".encode())
    reply = connection.recv(4096).decode()
    if reply == "" or reply.startswith("-"):
        raise OSError(reply or "closed")
    return reply


def find_master():
    for address in os.environ["REDIS_SENTINELS"].split(","):
        host, port = address.rsplit(":", 1)
        try:
            with socket.create_connection((host, int(port)), 0.5) as sentinel:
                name = os.environ["REDIS_MASTER_NAME"]
                words = call(sentinel, "SENTINEL", "get-master-addr-by-name", name).split("\r\n")
                return words[2], int(words[4])
        except OSError:
            continue
    raise OSError("no sentinel answers")


with open(sys.argv[1], "w", buffering=1) as log:
    master = None
    while True:
        try:
            master = master or socket.create_connection(find_master(), 0.5)
            call(master, "INCR", "visits")
            log.write(f"{int(time.time() * 1000)} ok\n")
        except OSError as error:
            master = None
            log.write(f"{int(time.time() * 1000)} error {str(error).strip()}\n")
        time.sleep(0.02)
