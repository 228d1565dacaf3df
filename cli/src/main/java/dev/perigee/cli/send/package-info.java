/// `perigee send`: one command (`SendOne`) or a file of them (`SendMany`). Start at `SendCommand`. `Follower` shows a
/// command while it runs.
@NullMarked
package dev.perigee.cli.send;

import org.jspecify.annotations.NullMarked;
