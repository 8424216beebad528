"""The rules of the desk: pure functions, no input or output, no clock."""
