/// What is done for each type of command, one package a type; a handler says with `Handling` what is to be done.
@NullMarked
package dev.perigee.satellite.command;

import org.jspecify.annotations.NullMarked;
