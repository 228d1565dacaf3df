package dev.perigee.control.command;

/// What came of adding a command.
public sealed interface Insertion {
    /// It is there and durable.
    record Accepted(Command command) implements Insertion {}

    /// Its caller had used its idempotency key already, for this command.
    record Repeated(Command first) implements Insertion {}
}
