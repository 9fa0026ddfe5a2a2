"""moto's server on a free loopback port, printed first. Each line read, "<snapshot id> <days>", makes that snapshot so much older."""
import datetime
import sys

from moto.ec2.models import ec2_backends
from moto.server import ThreadedMotoServer

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
for line in sys.stdin:
    snapshot_id, days = line.split()
    snapshot = ec2_backends["123456789012"]["us-east-1"].snapshots[snapshot_id]
    snapshot.start_time -= datetime.timedelta(days=int(days))
    print(snapshot_id, flush=True)
