/// Logs of the deployables: one line each on stderr, `time level logger message key=value …`. Logback finds
/// `StderrLogging` by itself, and only when something logs; client commands never do.
@NullMarked
package dev.perigee.cli.log;

import org.jspecify.annotations.NullMarked;
