/// What both ends of a channel agree on: ids, commands, deliveries, results, registrations, problems and their JSON.
/// Records only, no I/O. Start at `command.CommandSpec`, then follow one `delivery.Delivery` to its `command.Result`.
@NullMarked
package dev.perigee.protocol;

import org.jspecify.annotations.NullMarked;
