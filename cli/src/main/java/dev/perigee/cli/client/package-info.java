/// The way from the command line to a control plane: finding it (`Connection`), calling its operator API
/// (`ControlPlane`), trying again when that can help (`Retry`) and waiting for a command to end (`Submitting`).
@NullMarked
package dev.perigee.cli.client;

import org.jspecify.annotations.NullMarked;
