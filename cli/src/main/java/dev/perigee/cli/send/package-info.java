/// `perigee send`: one command (`SendOne`) or a file of them (`SendMany`). Start at `SendCommand`.
@NullMarked
package dev.perigee.cli.send;

import org.jspecify.annotations.NullMarked;
