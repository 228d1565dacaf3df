/// The subcommands that ask and print: satellites, commands, command and token create.
@NullMarked
package dev.perigee.cli.listing;

import org.jspecify.annotations.NullMarked;
