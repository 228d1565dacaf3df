package dev.perigee.cli.config;

/// A configuration that is complete and valid, and the values it was made of, for printing.
record Bound<C>(C config, Values values) {}
