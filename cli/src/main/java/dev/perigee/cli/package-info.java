/// The `perigee` command. `Main` is the process, `Cli` the tree of subcommands; each subcommand lives in a package of
/// its own below.
@NullMarked
package dev.perigee.cli;

import org.jspecify.annotations.NullMarked;
