#!/bin/sh
# /etc/patroni/before_promotion.sh on $host, called by Patroni before this host becomes the primary.
# Patroni has just told PostgreSQL to wait for a second host at each save. Its checkpointer is who hears that, and one that
# is writing hears nothing: until it had done, saves were told that only this host had (measured: for two seconds). A
# checkpoint has it hear; the second one begins when it has.
exec $programs/psql -q -h $sockets -U postgres -d postgres -c CHECKPOINT -c CHECKPOINT
