package dev.perigee.control.command;

/// An event, and the command it happens to as it was last read.
public record Happening(Command command, CommandEvent event) {}
