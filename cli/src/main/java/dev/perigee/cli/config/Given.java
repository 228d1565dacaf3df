package dev.perigee.cli.config;

/// A value that somebody gave: `where` names the line of the file or the variable, `key` the setting as written there.
record Given(String where, String key, Raw raw) {}
