/// What every subcommand has from the shell that started it: streams, environment, time and chance, and what it gives
/// back: exit codes, one-line errors, tables. Start at `Shell`. Nothing here knows what Perigee does.
@NullMarked
package dev.perigee.cli.shell;

import org.jspecify.annotations.NullMarked;
