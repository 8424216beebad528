#!/bin/sh
# /etc/patroni/pooler.sh on $host, called by Patroni as ACTION ROLE CLUSTER: the pooler runs beside the primary alone.
# One that stood before a standby would let terminals in that can save nothing there.
case "$$1 $$2" in
    on_stop*) $pooler_off ;;
    *master | *primary) $pooler_on ;;
    *) $pooler_off ;;
esac
