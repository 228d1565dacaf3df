/// What is secret does not get into logs, listings and errors. Start at `Redaction`, which takes it out of text and
/// JSON; `ConfiguredSecrets` are the values that a server's configuration holds.
@NullMarked
package dev.perigee.gateway.redaction;

import org.jspecify.annotations.NullMarked;
