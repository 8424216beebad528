"""Run dopcrm as `python -m dopcrm_tui`."""

from dopcrm_tui.cli import main

main()
