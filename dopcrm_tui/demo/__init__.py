"""A throw-away store with people and complaints in every state, made through the services."""

from dopcrm_tui.demo.build import DemoStore, build_demo
from dopcrm_tui.demo.people import DemoOperator

__all__ = ["DemoOperator", "DemoStore", "build_demo"]
